using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>One id of every kind that belongs to an organisation, all of the demo's municipality.</summary>
internal sealed class TrueIds
{
    /// <summary>Somebody who has proposed something.</summary>
    public const string Proposer = "marta";

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    // By kind: where the object is.
    private readonly Dictionary<string, string> _subBudgets = new(StringComparer.Ordinal);

    public string Organisation => _ids["organisationId"];

    /// <summary>Where the objects are that belong to a sub-budget.</summary>
    public IEnumerable<string> SubBudgets => _subBudgets.Values.Distinct();

    /// <summary>The kinds of id that there are.</summary>
    public IEnumerable<string> Kinds => _ids.Keys;

    public string Fill(ApiParameter parameter) => _ids.TryGetValue(parameter.Name, out var id) ? id : ApiOperation.Plausible(parameter);

    /// <summary>What the operation is about belongs to a sub-budget, not to the organisation alone.</summary>
    public bool AreInSubBudget(ApiOperation operation) => operation.InPath.Any(parameter => _subBudgets.ContainsKey(parameter.Name));

    /// <summary>The text names an object of a sub-budget, or a sub-budget.</summary>
    public bool IsTellingOfSubBudget(string text) =>
        _subBudgets.Any(pair => text.Contains(pair.Value, StringComparison.Ordinal) || text.Contains(_ids[pair.Key], StringComparison.Ordinal));

    public static async Task<TrueIds> FindAsync(PublicApi api, CancellationToken cancellationToken)
    {
        var found = new TrueIds();
        await found.FindPublicAsync(api, cancellationToken);
        await found.FindOthersAsync(api, cancellationToken);
        return found;
    }

    /// <summary>A voting place with a shift of the person, who is a voting officer by now.</summary>
    public async Task AddShiftAsync(PublicApi api, string officer, CancellationToken cancellationToken)
    {
        var person = await new IdentityService.IdentityServiceClient(await api.As(officer, cancellationToken)).GetMeAsync(new GetMeRequest(), cancellationToken: cancellationToken);
        var places = new VotingPlaceService.VotingPlaceServiceClient(await api.As(DemoPersons.ProcessLeader, cancellationToken));
        var early = await EarlyAsync(api, cancellationToken);
        var place = await places.CreateVotingPlaceAsync(
            new CreateVotingPlaceRequest { SubBudgetId = early, Name = "Biblioteket", Channels = { Contracts.Identity.V1.Channel.Kiosk } }, cancellationToken: cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var shift = await places.AssignShiftAsync(
            new AssignShiftRequest { VotingPlaceId = place.VotingPlaceId, PersonId = person.PersonId, BeginsAt = now.ToTimestamp(), EndsAt = now.AddHours(8).ToTimestamp() },
            cancellationToken: cancellationToken);
        AddIn(early, ("votingPlaceId", place.VotingPlaceId), ("shiftId", shift.ShiftId));
    }

    private static async Task<string> EarlyAsync(PublicApi api, CancellationToken cancellationToken)
    {
        var budgets = await new BudgetService.BudgetServiceClient(api.Visitor).ListSubBudgetsAsync(new ListSubBudgetsRequest(), cancellationToken: cancellationToken);
        return budgets.SubBudgets.First(subBudget => subBudget.Phase == Phase.IdeaIntake).SubBudgetId;
    }

    /// <summary>What anybody can read, of the sub-budget that has come furthest.</summary>
    private async Task FindPublicAsync(PublicApi api, CancellationToken cancellationToken)
    {
        var budgets = await new BudgetService.BudgetServiceClient(api.Visitor).ListSubBudgetsAsync(new ListSubBudgetsRequest(), cancellationToken: cancellationToken);
        var furthest = budgets.SubBudgets.Single(subBudget => subBudget.Phase == Phase.FollowUp);
        (_ids["organisationId"], _ids["editionId"]) = (furthest.OrganisationId, furthest.EditionId);
        var proposals = await new ProposalService.ProposalServiceClient(api.Visitor)
            .ListProposalsAsync(new ListProposalsRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        var proposal = proposals.Proposals[0].ProposalId;
        var comments = await new ProposalService.ProposalServiceClient(api.Visitor)
            .ListCommentsAsync(new ListCommentsRequest { ProposalId = proposal }, cancellationToken: cancellationToken);
        var measures = await new FollowUpService.FollowUpServiceClient(api.Visitor)
            .ListMeasuresAsync(new ListMeasuresRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        var decision = await new DecisionService.DecisionServiceClient(api.Visitor)
            .GetCaseAsync(new GetCaseRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        var result = await new VotingService.VotingServiceClient(api.Visitor)
            .GetResultAsync(new GetResultRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        AddIn(
            furthest.SubBudgetId,
            ("subBudgetId", furthest.SubBudgetId),
            ("proposalId", proposal),
            ("commentId", comments.Comments[0].CommentId),
            ("measureId", measures.Measures[0].MeasureId),
            ("caseId", decision.CaseId),
            ("countId", result.CountId));
    }

    /// <summary>What only those who may can read or make.</summary>
    private async Task FindOthersAsync(PublicApi api, CancellationToken cancellationToken)
    {
        var leader = new NetworkService.NetworkServiceClient(await api.As(DemoPersons.NetworkLeader, cancellationToken));
        var applications = await leader.ListApplicationsAsync(new ListApplicationsRequest(), cancellationToken: cancellationToken);
        _ids["applicationId"] = applications.Applications.First(application => application.OrganisationId == Organisation).ApplicationId;
        var administrator = await api.As(DemoPersons.Administrator, cancellationToken);
        var grants = await new IdentityService.IdentityServiceClient(administrator)
            .ListRoleGrantsAsync(new ListRoleGrantsRequest { OrganisationId = Organisation }, cancellationToken: cancellationToken);
        _ids["roleGrantId"] = grants.RoleGrants.First(grant => grant.Role == Role.Moderator).RoleGrantId;
        var early = await EarlyAsync(api, cancellationToken);
        var import = await new RollService.RollServiceClient(administrator)
            .StartRollImportAsync(new StartRollImportRequest { SubBudgetId = early, ExtractDate = "2026-01-10" }, cancellationToken: cancellationToken);
        AddIn(early, ("rollImportId", import.RollImportId));
        var budgets = await new BudgetService.BudgetServiceClient(api.Visitor).ListSubBudgetsAsync(new ListSubBudgetsRequest(), cancellationToken: cancellationToken);
        var voting = budgets.SubBudgets.First(subBudget => subBudget.Phase == Phase.Voting);
        var batch = await new PaperService.PaperServiceClient(await api.As(DemoPersons.CountLeader, cancellationToken)).OpenPaperBatchAsync(
            new OpenPaperBatchRequest
            {
                SubBudgetId = voting.SubBudgetId,
                PlaceId = "biblioteket",
                PlaceName = "Biblioteket",
                FirstSerial = 1,
                LastSerial = 1,
                Numbers = new CardNumbers { Issued = 1, Received = 1 },
            },
            cancellationToken: cancellationToken);
        AddIn(voting.SubBudgetId, ("paperBatchId", batch.PaperBatchId));
        var client = await new ApiClientService.ApiClientServiceClient(administrator).RegisterApiClientAsync(
            new RegisterApiClientRequest
            {
                OrganisationId = Organisation,
                Name = "Torget",
                Kind = ApiClientKind.Public,
                RedirectUris = { RegisteredClient.Redirect },
                Scopes = { "ideas", "vote" },
                Contact = "torget@example.se",
            },
            cancellationToken: cancellationToken);
        _ids["apiClientId"] = client.ApiClientId;
        var webhook = await new WebhookService.WebhookServiceClient(administrator).CreateWebhookAsync(
            new CreateWebhookRequest { ApiClientId = client.ApiClientId, Url = "https://torget.test/", Events = { "decision.adjusted" } }, cancellationToken: cancellationToken);
        _ids["webhookId"] = webhook.WebhookId;
    }

    private void AddIn(string subBudget, params (string Kind, string Id)[] found)
    {
        foreach (var (kind, id) in found)
        {
            (_ids[kind], _subBudgets[kind]) = (id, subBudget);
        }
    }
}
