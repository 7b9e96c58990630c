using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.Screenings.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Screenings.Tests.Storage;

[Collection(OnSqlite.Name)]
public sealed class LateEventOnSqliteTests(SqliteScreening service) : LateEventTests(service);

[Collection(OnPostgres.Name)]
public sealed class LateEventOnPostgresTests(PostgresScreening service) : LateEventTests(service);

public abstract class LateEventTests(ScreeningFixture service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_between_reading_and_saving_makes_the_decision_be_made_again_on_what_is_newer()
    {
        var (subBudget, proposer) = (await service.OpenScreening(), new PersonId(Guid.NewGuid()));
        var proposal = await service.Receive(subBudget, proposer: proposer);
        await service.Accept(subBudget, proposal, Events.Feasible());
        await service.Move(subBudget, "ReviewWindow");
        await using var scope = service.Services.CreateAsyncScope();
        var screenings = scope.ServiceProvider.GetRequiredService<ScreeningStore>();
        var found = (await screenings.Find(new ProposalId(proposal.ProposalId), Cancellation)).Value;
        await service.DeliverAsync(proposal with { Version = proposal.Version + 1, State = "Feasible", Title = "Utegym vid ån" }, Cancellation);

        var titles = new List<string>();
        var saved = await screenings.Decide(found, one => Ask(one, titles), Cancellation);

        titles.ShouldBe([proposal.Title, "Utegym vid ån"]);
        saved.Value.State.ShouldBe(ScreeningState.ReviewRequested);
        saved.Value.Proposal.Title.ShouldBe("Utegym vid ån");

        Result<Screening> Ask(Found one, List<string> seen)
        {
            seen.Add(one.Screening.Proposal.Title);
            return one.Screening.RequestReview(one.SubBudget, proposer, "Nej.", service.Clock.GetUtcNow());
        }
    }
}
