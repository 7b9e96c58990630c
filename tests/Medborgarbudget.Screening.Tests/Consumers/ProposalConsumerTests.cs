using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Screenings.Tests.Hosts;
using Wire = Medborgarbudget.Contracts.Screening.V1;

namespace Medborgarbudget.Screenings.Tests.Consumers;

public abstract class ProposalConsumerTests(ScreeningFixture service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Received_proposal_has_an_open_screening()
    {
        var subBudget = await service.OpenScreening();

        var proposal = await service.Receive(subBudget, 14);

        var screening = await Get(subBudget, proposal);
        (screening.State, screening.Number, screening.Title).ShouldBe((Wire.ScreeningState.Open, 14, proposal.Title));
    }

    [Fact]
    public async Task Event_delivered_twice_changes_nothing()
    {
        var subBudget = await service.OpenScreening();
        var proposal = await service.Receive(subBudget);
        var accepted = await service.Accept(subBudget, proposal, Events.Feasible());

        await service.DeliverAsync(proposal, Cancellation);

        (await Get(subBudget, proposal)).ShouldBe(accepted);
    }

    [Fact]
    public async Task Older_event_never_replaces_a_newer()
    {
        var subBudget = await service.OpenScreening();
        var proposal = await service.Receive(subBudget);

        await service.DeliverAsync(proposal with { Version = 5, Title = "Större utegym" }, Cancellation);
        await service.DeliverAsync(proposal with { Version = 4, Title = "Mindre utegym" }, Cancellation);

        (await Get(subBudget, proposal)).Title.ShouldBe("Större utegym");
    }

    [Theory]
    [InlineData("Hidden")]
    [InlineData("Withdrawn")]
    public async Task Hidden_or_withdrawn_proposal_is_dropped(string state)
    {
        var subBudget = await service.OpenScreening();
        var proposal = await service.Receive(subBudget);

        await service.DeliverAsync(proposal with { Version = 3, State = state }, Cancellation);

        await Client(subBudget).GetScreeningAsync(new GetScreeningRequest { ProposalId = $"{proposal.ProposalId}" }).ShouldBeRefusedWith("screening.missing");
        (await Client(subBudget).ListScreeningsAsync(new ListScreeningsRequest { SubBudgetId = $"{subBudget.SubBudgetId}" })).Screenings.ShouldBeEmpty();
        var list = await service.Voting.ListFeasibleProposalsAsync(new ListFeasibleProposalsRequest { SubBudgetId = $"{subBudget.SubBudgetId}" });
        list.Unfinished.ShouldBe(0);
    }

    [Fact]
    public async Task Withdrawal_that_comes_before_the_receipt_still_drops_the_proposal()
    {
        var subBudget = await service.OpenScreening();
        var proposal = Events.Received(subBudget, 1, null);

        await service.DeliverAsync(proposal with { Version = 3, State = "Withdrawn" }, Cancellation);
        await service.DeliverAsync(proposal, Cancellation);

        await Client(subBudget).GetScreeningAsync(new GetScreeningRequest { ProposalId = $"{proposal.ProposalId}" }).ShouldBeRefusedWith("screening.missing");
    }

    [Fact]
    public async Task Proposal_that_comes_before_its_sub_budget_is_screened_once_that_is_known()
    {
        var subBudget = Events.Screening(service.Clock.GetUtcNow());
        var proposal = await service.Receive(subBudget);
        await Client(subBudget).GetScreeningAsync(new GetScreeningRequest { ProposalId = $"{proposal.ProposalId}" }).ShouldBeRefusedWith("screening.missing");

        await service.DeliverAsync(subBudget, Cancellation);

        (await Get(subBudget, proposal)).State.ShouldBe(Wire.ScreeningState.Open);
    }

    [Fact]
    public async Task Older_copy_of_a_sub_budget_never_replaces_a_newer()
    {
        var screening = await service.OpenScreening();
        var proposal = await service.Receive(screening);
        await service.Move(screening, "BallotFrozen");

        await service.DeliverAsync(screening, Cancellation);

        await Client(screening).AssessProposalAsync(new AssessProposalRequest { ProposalId = $"{proposal.ProposalId}", Assessment = Events.Feasible() })
            .ShouldBeRefusedWith("screening.phase_closed");
    }

    private ScreeningService.ScreeningServiceClient Client(SubBudgetChanged subBudget) => service.Lead(subBudget);

    private async Task<Wire.Screening> Get(SubBudgetChanged subBudget, ProposalChanged proposal) =>
        await Client(subBudget).GetScreeningAsync(new GetScreeningRequest { ProposalId = $"{proposal.ProposalId}" });
}

[Collection(OnSqlite.Name)]
public sealed class ProposalConsumerOnSqliteTests(SqliteScreening service) : ProposalConsumerTests(service);

[Collection(OnPostgres.Name)]
public sealed class ProposalConsumerOnPostgresTests(PostgresScreening service) : ProposalConsumerTests(service);
