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

    public string Organisation => _ids["organisationId"];

    /// <summary>The kinds of id that there are.</summary>
    public IEnumerable<string> Kinds => _ids.Keys;

    public string Fill(ApiParameter parameter) => _ids.TryGetValue(parameter.Name, out var id) ? id : ApiOperation.Plausible(parameter);

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
        var place = await places.CreateVotingPlaceAsync(
            new CreateVotingPlaceRequest { SubBudgetId = await EarlyAsync(api, cancellationToken), Name = "Biblioteket", Channels = { Contracts.Identity.V1.Channel.Kiosk } }, cancellationToken: cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var shift = await places.AssignShiftAsync(
            new AssignShiftRequest { VotingPlaceId = place.VotingPlaceId, PersonId = person.PersonId, BeginsAt = now.ToTimestamp(), EndsAt = now.AddHours(8).ToTimestamp() },
            cancellationToken: cancellationToken);
        (_ids["votingPlaceId"], _ids["shiftId"]) = (place.VotingPlaceId, shift.ShiftId);
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
        (_ids["organisationId"], _ids["editionId"], _ids["subBudgetId"]) = (furthest.OrganisationId, furthest.EditionId, furthest.SubBudgetId);
        var proposals = await new ProposalService.ProposalServiceClient(api.Visitor)
            .ListProposalsAsync(new ListProposalsRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        _ids["proposalId"] = proposals.Proposals[0].ProposalId;
        var comments = await new ProposalService.ProposalServiceClient(api.Visitor)
            .ListCommentsAsync(new ListCommentsRequest { ProposalId = _ids["proposalId"] }, cancellationToken: cancellationToken);
        _ids["commentId"] = comments.Comments[0].CommentId;
        var measures = await new FollowUpService.FollowUpServiceClient(api.Visitor)
            .ListMeasuresAsync(new ListMeasuresRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        _ids["measureId"] = measures.Measures[0].MeasureId;
        var decision = await new DecisionService.DecisionServiceClient(api.Visitor)
            .GetCaseAsync(new GetCaseRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        _ids["caseId"] = decision.CaseId;
        var result = await new VotingService.VotingServiceClient(api.Visitor)
            .GetResultAsync(new GetResultRequest { SubBudgetId = furthest.SubBudgetId }, cancellationToken: cancellationToken);
        _ids["countId"] = result.CountId;
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
        _ids["rollImportId"] = import.RollImportId;
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
        _ids["paperBatchId"] = batch.PaperBatchId;
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
}
