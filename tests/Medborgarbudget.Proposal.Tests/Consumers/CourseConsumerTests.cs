using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Proposals.Tests.Hosts;
using Wire = Medborgarbudget.Contracts.Proposal.V1;

namespace Medborgarbudget.Proposals.Tests.Consumers;

public abstract class CourseConsumerTests(ProposalFixture service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proposal_goes_from_intake_to_decision_by_events()
    {
        var subBudget = await service.OpenIntake();
        var proposal = await service.Submit(Requests.NewPerson(), subBudget);

        await service.Move(subBudget, "Screening");
        (await Read(proposal)).State.ShouldBe(Wire.ProposalState.InScreening);
        await service.DeliverAsync(Events.Screened(proposal, 3, "FeasibleWithChange", 320_000_00, "Flyttas."), Cancellation);
        var screened = await Read(proposal);
        (screened.State, screened.CostOre, screened.Reason).ShouldBe((Wire.ProposalState.Feasible, 320_000_00, "Flyttas."));
        await service.DeliverAsync(Events.Frozen(proposal), Cancellation);
        (await Read(proposal)).State.ShouldBe(Wire.ProposalState.OnBallot);
        await service.DeliverAsync(Events.Certified(proposal, selected: true), Cancellation);
        (await Read(proposal)).State.ShouldBe(Wire.ProposalState.Selected);
        await service.DeliverAsync(Events.Decided(proposal, "ApprovedWithChange"), Cancellation);
        (await Read(proposal)).State.ShouldBe(Wire.ProposalState.Approved);
    }

    [Fact]
    public async Task Events_in_reverse_order_end_in_the_same_state()
    {
        var proposal = await service.Submit(Requests.NewPerson(), await service.OpenIntake());

        await service.DeliverAsync(Events.Decided(proposal, "Rejected"), Cancellation);
        await service.DeliverAsync(Events.Certified(proposal, selected: true), Cancellation);
        await service.DeliverAsync(Events.Frozen(proposal), Cancellation);
        await service.DeliverAsync(Events.Screened(proposal, 2, "Feasible", 100_00, ""), Cancellation);

        var read = await Read(proposal);
        (read.State, read.CostOre).ShouldBe((Wire.ProposalState.Rejected, 100_00));
    }

    [Fact]
    public async Task Event_delivered_twice_is_published_once()
    {
        var proposal = await service.Submit(Requests.NewPerson(), await service.OpenIntake());
        var before = (await Published(proposal)).Count;

        await service.DeliverAsync(Events.Frozen(proposal), Cancellation);
        await service.DeliverAsync(Events.Frozen(proposal), Cancellation);

        var published = await Published(proposal);
        published.Count.ShouldBe(before + 1);
        published[^1].State.ShouldBe("OnBallot");
    }

    [Fact]
    public async Task Outcome_that_is_older_than_the_known_one_is_dropped()
    {
        var proposal = await service.Submit(Requests.NewPerson(), await service.OpenIntake());

        await service.DeliverAsync(Events.Screened(proposal, 5, "NotFeasible", 0, "Marken är inte kommunens."), Cancellation);
        await service.DeliverAsync(Events.Screened(proposal, 4, "Feasible", 100_00, ""), Cancellation);

        var read = await Read(proposal);
        (read.State, read.Reason).ShouldBe((Wire.ProposalState.NotFeasible, "Marken är inte kommunens."));
    }

    [Fact]
    public async Task Project_that_was_sent_back_keeps_what_the_vote_said()
    {
        var proposal = await service.Submit(Requests.NewPerson(), await service.OpenIntake());

        await service.DeliverAsync(Events.Certified(proposal, selected: false), Cancellation);
        await service.DeliverAsync(Events.Decided(proposal, "SentBack"), Cancellation);

        (await Read(proposal)).State.ShouldBe(Wire.ProposalState.NotSelected);
    }

    [Fact]
    public async Task Withdrawn_while_the_freeze_was_on_its_way_it_stands_on_the_ballot_marked()
    {
        var owner = Requests.NewPerson();
        var proposal = await service.Submit(owner, await service.OpenIntake());
        await service.Resident(owner).WithdrawProposalAsync(new WithdrawProposalRequest { ProposalId = proposal.ProposalId });

        await service.DeliverAsync(Events.Frozen(proposal), Cancellation);

        var read = await Read(proposal);
        (read.State, read.WithdrawnAfterFreeze).ShouldBe((Wire.ProposalState.OnBallot, true));
    }

    [Fact]
    public async Task Older_copy_of_a_sub_budget_never_replaces_a_newer()
    {
        var intake = await service.OpenIntake();
        var resident = service.Resident(Requests.NewPerson());
        var closed = await service.Move(intake, "Screening");

        await service.DeliverAsync(intake, Cancellation);
        await resident.CreateDraftAsync(Requests.Draft(intake)).ShouldBeRefusedWith("proposal.intake_closed");
        await service.Move(closed, "IdeaIntake");
        (await resident.CreateDraftAsync(Requests.Draft(intake))).State.ShouldBe(Wire.ProposalState.Draft);
    }

    [Fact]
    public async Task Event_of_an_unknown_proposal_is_taken_and_changes_nothing()
    {
        var proposal = await service.Submit(Requests.NewPerson(), await service.OpenIntake());
        var unknown = new Wire.Proposal(proposal) { ProposalId = Guid.NewGuid().ToString() };

        (await service.DeliverAsync(Events.Certified(unknown, selected: true), Cancellation)).ShouldBeTrue();

        (await Read(proposal)).State.ShouldBe(Wire.ProposalState.Received);
    }

    private async Task<Wire.Proposal> Read(Wire.Proposal proposal) =>
        await service.Visitor.GetProposalAsync(new GetProposalRequest { ProposalId = proposal.ProposalId });

    private async Task<List<ProposalChanged>> Published(Wire.Proposal proposal) =>
        [.. (await service.PublishedAsync<ProposalChanged>(Cancellation)).Where(happened => happened.ProposalId.ToString() == proposal.ProposalId)];
}

[Collection(OnSqlite.Name)]
public sealed class CourseConsumerOnSqliteTests(SqliteProposal service) : CourseConsumerTests(service);

[Collection(OnPostgres.Name)]
public sealed class CourseConsumerOnPostgresTests(PostgresProposal service) : CourseConsumerTests(service);
