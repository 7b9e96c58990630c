using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Medborgarbudget.FollowUp.Tests;

/// <summary>A real FollowUp host, and its users.</summary>
public abstract class FollowUpFixture(StorageKind storage) : ServiceFixture(storage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public FollowUpService.FollowUpServiceClient Visitor => new(As(token: null));

    public FollowUpService.FollowUpServiceClient Client(Role role, Guid organisation) =>
        new(As(Tokens.Holder(role, OrganisationId.From(organisation))));

    public FollowUpService.FollowUpServiceClient Implementer(Guid organisation) => Client(Role.Implementer, organisation);

    public FollowUpService.FollowUpServiceClient Analyst(Guid organisation) => Client(Role.Analyst, organisation);

    /// <summary>A sub-budget of an organisation of its own that Budget has told about.</summary>
    public async Task<SubBudgetChanged> SubBudget()
    {
        var happened = Events.SubBudget();
        (await DeliverAsync(happened, Token)).ShouldBeTrue();
        return happened;
    }

    /// <summary>An adjusted decision: projects 1 and 3 are approved, 3 with a change; 2 is rejected and 4 sent back.</summary>
    public async Task<DecisionAdjusted> Decided()
    {
        var happened = Events.Decision();
        (await DeliverAsync(happened, Token)).ShouldBeTrue();
        return happened;
    }

    public async Task<IReadOnlyList<Contracts.FollowUp.V1.Measure>> MeasuresOf(DecisionAdjusted decision) =>
        (await Visitor.ListMeasuresAsync(new() { SubBudgetId = decision.SubBudgetId.ToString() }, cancellationToken: Token)).Measures;

    /// <summary>What is missing before the phase: code and number.</summary>
    public async Task<IEnumerable<(string Code, int Count)>> Missing(Guid subBudget, Guid organisation, string entering)
    {
        var request = new AskGuardRequest { SubBudgetId = subBudget.ToString(), OrganisationId = organisation.ToString(), EnteringPhase = entering };
        var client = new GuardService.GuardServiceClient(As(Tokens.Service("budget")));
        return (await client.AskGuardAsync(request, cancellationToken: Token)).Missing.Select(missing => (missing.Code, missing.Count));
    }

    protected override void Add(WebApplicationBuilder builder) => builder.AddFollowUp();

    protected override void Map(WebApplication app) => app.MapFollowUp();
}

public sealed class SqliteFollowUp() : FollowUpFixture(StorageKind.Sqlite);

public sealed class PostgresFollowUp() : FollowUpFixture(StorageKind.Postgres);
