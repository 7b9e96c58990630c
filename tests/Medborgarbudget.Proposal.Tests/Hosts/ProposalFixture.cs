using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Medborgarbudget.Proposals.Tests.Hosts;

/// <summary>A running Proposal service, and the events that give it sub-budgets.</summary>
public abstract class ProposalFixture(StorageKind storage) : ServiceFixture(storage)
{
    public ProposalService.ProposalServiceClient Visitor => new(As(null));

    public ProposalService.ProposalServiceClient Resident(PersonId person, string? idempotencyKey = null) =>
        new(As(Tokens.Person(person), idempotencyKey));

    public ProposalService.ProposalServiceClient Official(Role role, OrganisationId organisation, string? idempotencyKey = null) =>
        new(As(Tokens.Holder(role, organisation), idempotencyKey));

    public GuardService.GuardServiceClient Budget => new(As(Tokens.Service("budget")));

    /// <summary>A new sub-budget in intake, with its window open for an hour either way.</summary>
    public async Task<SubBudgetChanged> OpenIntake(Func<SubBudgetChanged, SubBudgetChanged>? change = null)
    {
        var opened = Events.Intake(Clock.GetUtcNow());
        return await Move(opened, change ?? (same => same));
    }

    /// <summary>The sub-budget changes and the service hears of it.</summary>
    public async Task<SubBudgetChanged> Move(SubBudgetChanged from, Func<SubBudgetChanged, SubBudgetChanged> change)
    {
        var moved = change(from) with { Version = from.Version + 1 };
        (await DeliverAsync(moved, TestContext.Current.CancellationToken)).ShouldBeTrue();
        return moved;
    }

    public Task<SubBudgetChanged> Move(SubBudgetChanged from, string phase) => Move(from, same => same with { Phase = phase });

    public async Task<Contracts.Proposal.V1.Proposal> Submit(PersonId person, SubBudgetChanged subBudget, string title = "Utegym")
    {
        var draft = await Resident(person).CreateDraftAsync(Requests.Draft(subBudget, title));
        return await Resident(person).SubmitProposalAsync(new SubmitProposalRequest { ProposalId = draft.ProposalId });
    }

    protected override void Add(WebApplicationBuilder builder) => builder.AddProposal();

    protected override void Map(WebApplication app) => app.MapProposal();
}

public sealed class SqliteProposal() : ProposalFixture(StorageKind.Sqlite);

public sealed class PostgresProposal() : ProposalFixture(StorageKind.Postgres);

/// <summary>One host on SQLite for every test of the collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnSqlite : ICollectionFixture<SqliteProposal>
{
    public const string Name = "Proposal on SQLite";
}

/// <summary>One host on a real PostgreSQL for every test of the collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnPostgres : ICollectionFixture<PostgresProposal>
{
    public const string Name = "Proposal on PostgreSQL";
}
