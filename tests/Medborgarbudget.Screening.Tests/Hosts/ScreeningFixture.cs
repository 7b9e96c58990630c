using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Medborgarbudget.Screenings.Tests.Hosts;

/// <summary>A running Screening service, and the events that give it sub-budgets and proposals.</summary>
public abstract class ScreeningFixture(StorageKind storage) : ServiceFixture(storage)
{
    public ScreeningService.ScreeningServiceClient Visitor => new(As(null));

    public GuardService.GuardServiceClient Budget => new(As(Tokens.Service("budget")));

    public ScreeningInternalService.ScreeningInternalServiceClient Voting => new(As(Tokens.Service("voting")));

    public ScreeningService.ScreeningServiceClient Person(PersonId person) => new(As(Tokens.Person(person)));

    public ScreeningService.ScreeningServiceClient Official(PersonId person, Role role, Guid organisation) =>
        new(As(Tokens.Person(person, new HeldRole(role, new OrganisationId(organisation)))));

    public ScreeningService.ScreeningServiceClient Lead(SubBudgetChanged subBudget) => Lead(subBudget, new PersonId(Guid.NewGuid()));

    public ScreeningService.ScreeningServiceClient Lead(SubBudgetChanged subBudget, PersonId person) =>
        Official(person, Role.LeadScreener, subBudget.OrganisationId);

    /// <summary>A new sub-budget in screening, with its review window open for an hour.</summary>
    public async Task<SubBudgetChanged> OpenScreening() => await Move(Events.Screening(Clock.GetUtcNow()), same => same);

    /// <summary>The sub-budget changes and the service hears of it.</summary>
    public async Task<SubBudgetChanged> Move(SubBudgetChanged from, Func<SubBudgetChanged, SubBudgetChanged> change)
    {
        var moved = change(from) with { Version = from.Version + 1 };
        (await DeliverAsync(moved, TestContext.Current.CancellationToken)).ShouldBeTrue();
        return moved;
    }

    public Task<SubBudgetChanged> Move(SubBudgetChanged from, string phase) => Move(from, same => same with { Phase = phase });

    /// <summary>A proposal is received and the service hears of it.</summary>
    public async Task<ProposalChanged> Receive(SubBudgetChanged subBudget, int number = 1, PersonId? proposer = null)
    {
        var received = Events.Received(subBudget, number, proposer);
        (await DeliverAsync(received, TestContext.Current.CancellationToken)).ShouldBeTrue();
        return received;
    }

    /// <summary>One lead screener assesses, another accepts.</summary>
    public async Task<Contracts.Screening.V1.Screening> Accept(SubBudgetChanged subBudget, ProposalChanged proposal, Contracts.Screening.V1.Assessment assessment)
    {
        await Lead(subBudget).AssessProposalAsync(new AssessProposalRequest { ProposalId = $"{proposal.ProposalId}", Assessment = assessment });
        return await Lead(subBudget).AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = $"{proposal.ProposalId}" });
    }

    protected override void Add(WebApplicationBuilder builder) => builder.AddScreening();

    protected override void Map(WebApplication app) => app.MapScreening();
}

public sealed class SqliteScreening() : ScreeningFixture(StorageKind.Sqlite);

public sealed class PostgresScreening() : ScreeningFixture(StorageKind.Postgres);

/// <summary>One host on SQLite for every test of the collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnSqlite : ICollectionFixture<SqliteScreening>
{
    public const string Name = "Screening on SQLite";
}

/// <summary>One host on a real PostgreSQL for every test of the collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnPostgres : ICollectionFixture<PostgresScreening>
{
    public const string Name = "Screening on PostgreSQL";
}
