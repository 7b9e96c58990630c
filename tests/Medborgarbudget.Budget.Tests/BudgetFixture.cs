using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Budgets;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Medborgarbudget.Budget.Tests;

public sealed class BudgetOnSqlite() : BudgetFixture(StorageKind.Sqlite);

public sealed class BudgetOnPostgres() : BudgetFixture(StorageKind.Postgres);

/// <summary>The Budget service with a stand-in for the services that own the facts of its guards.</summary>
public abstract class BudgetFixture(StorageKind storage) : ServiceFixture(storage)
{
    private GuardAnswers? _owners;

    /// <summary>What the owners of facts answer.</summary>
    public GuardAnswers Owners => _owners!;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public BudgetService.BudgetServiceClient Client(string? token, string? key = null) => new(As(token, key));

    public async Task<OrganisationId> AdmittedOrganisation(bool rehearsal = false)
    {
        var organisation = OrganisationId.From(Guid.NewGuid());
        await DeliverAsync(
            new OrganisationChanged(organisation.Value, 1, "Björkvik", "bjorkvik", "Municipality", rehearsal, "Admitted"), Cancellation);
        return organisation;
    }

    public string Holder(OrganisationId organisation, params IEnumerable<Role> roles) =>
        Tokens.Person(PersonId.From(Guid.NewGuid()), roles.Select(role => new HeldRole(role, organisation)));

    /// <summary>A draft in an edition of its own.</summary>
    public async Task<(OrganisationId Organisation, Contracts.Budget.V1.SubBudget SubBudget)> Draft(bool rehearsal = false)
    {
        var organisation = await AdmittedOrganisation(rehearsal);
        var client = Client(Holder(organisation, Role.ProcessLeader));
        var edition = await client.CreateEditionAsync(
            new CreateEditionRequest { OrganisationId = organisation.ToString(), Name = "Björkvik 2027", Year = 2027 }, cancellationToken: Cancellation);
        var criteria = await client.AddCriteriaSetAsync(
            new AddCriteriaSetRequest { EditionId = edition.EditionId, Criteria = { new Contracts.Budget.V1.Criterion { Key = "k1", Text = "Open to all" } } },
            cancellationToken: Cancellation);
        var subBudget = await client.CreateSubBudgetAsync(
            new CreateSubBudgetRequest { EditionId = edition.EditionId, Plan = PlanFor(criteria.CriteriaSetId), Rehearsal = rehearsal },
            cancellationToken: Cancellation);
        return (organisation, subBudget);
    }

    public Contracts.Budget.V1.Plan PlanFor(string criteriaSetId)
    {
        var now = Clock.GetUtcNow();
        return new Contracts.Budget.V1.Plan
        {
            Name = "Norra delen",
            ScopeKind = Contracts.Budget.V1.ScopeKind.Area,
            Scope = "Norr om ån",
            AmountOre = 50_000_000,
            CriteriaSetId = criteriaSetId,
            VotingRule = new Contracts.Budget.V1.VotingRule
            {
                VoteType = Contracts.Budget.V1.VoteType.Approval,
                CountRule = Contracts.Budget.V1.CountRule.Greedy,
                MaxChoices = 3,
            },
            RollRule = new Contracts.Budget.V1.RollRule { MinAge = 12, AsOf = "2027-06-01" },
            Calendar = new Contracts.Budget.V1.Calendar
            {
                IntakeOpens = now.AddDays(1).ToTimestamp(),
                IntakeCloses = now.AddDays(30).ToTimestamp(),
                ReviewCloses = now.AddDays(60).ToTimestamp(),
                VotingOpens = now.AddDays(70).ToTimestamp(),
                VotingCloses = now.AddDays(80).ToTimestamp(),
                ObjectionsClose = now.AddDays(90).ToTimestamp(),
            },
            RequiredLanguages = { "sv" },
        };
    }

    public override async ValueTask InitializeAsync()
    {
        _owners = await GuardAnswers.StartAsync(Folder);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _owners!.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Add(WebApplicationBuilder builder) => builder.AddBudget();

    protected override void Map(WebApplication app) => app.MapBudget();

    protected override Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync()
    {
        var services = new[] { "Decision", "Proposal", "Screening", "Voting", "Identity", "FollowUp" };
        return Task.FromResult<IReadOnlyDictionary<string, string?>>(
            services.ToDictionary(service => $"Services:{service}:Address", _ => (string?)Owners.Address));
    }
}
