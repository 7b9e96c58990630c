using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Decisions;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Medborgarbudget.Decision.Tests;

/// <summary>A real Decision host, and its users.</summary>
public abstract class DecisionFixture(StorageKind storage) : ServiceFixture(storage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public DecisionService.DecisionServiceClient Visitor => new(As(token: null));

    public DecisionService.DecisionServiceClient Client(Role role, Guid organisation) =>
        new(As(Tokens.Holder(role, OrganisationId.From(organisation))));

    public DecisionService.DecisionServiceClient Secretary(Guid organisation) => Client(Role.Secretary, organisation);

    /// <summary>A sub-budget of an organisation of its own that Budget has told about.</summary>
    public async Task<SubBudgetChanged> SubBudget()
    {
        var happened = Events.SubBudget(version: 1, amountOre: 500_000_00);
        (await DeliverAsync(happened, Token)).ShouldBeTrue();
        return happened;
    }

    /// <summary>A certified result of a sub-budget of its own: items 1 and 2 are selected, item 3 is not.</summary>
    public async Task<ResultCertified> Certified()
    {
        var happened = Events.Result();
        (await DeliverAsync(happened, Token)).ShouldBeTrue();
        return happened;
    }

    public async Task<Contracts.Decision.V1.Case> CaseOf(ResultCertified result) => await Secretary(result.OrganisationId)
        .GetCaseAsync(new() { SubBudgetId = result.SubBudgetId.ToString() }, cancellationToken: Token);

    /// <summary>Codes of what is missing before the phase.</summary>
    public async Task<IEnumerable<string>> Missing(Guid subBudget, Guid organisation, string entering)
    {
        var request = new AskGuardRequest { SubBudgetId = subBudget.ToString(), OrganisationId = organisation.ToString(), EnteringPhase = entering };
        var client = new GuardService.GuardServiceClient(As(Tokens.Service("budget")));
        return (await client.AskGuardAsync(request, cancellationToken: Token)).Missing.Select(missing => missing.Code);
    }

    protected override void Add(WebApplicationBuilder builder) => builder.AddDecision();

    protected override void Map(WebApplication app) => app.MapDecision();
}

public sealed class SqliteDecision() : DecisionFixture(StorageKind.Sqlite);

public sealed class PostgresDecision() : DecisionFixture(StorageKind.Postgres);
