using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Tests.Hosts;
using Wire = Medborgarbudget.Contracts.Screening.V1;

namespace Medborgarbudget.Screenings.Tests.Features;

public abstract class AssessmentFlowTests(ScreeningFixture service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Assigned_screener_writes_and_a_lead_accepts()
    {
        var subBudget = await service.OpenScreening();
        var proposal = await service.Receive(subBudget);
        var screener = new PersonId(Guid.NewGuid());
        var id = proposal.ProposalId.ToString();
        var write = new AssessProposalRequest { ProposalId = id, Assessment = Events.Feasible() };

        await service.Official(screener, Role.Screener, subBudget.OrganisationId).AssessProposalAsync(write).ShouldBeRefusedWith("screening.not_assigned");
        await service.Lead(subBudget).AssignScreenerAsync(new AssignScreenerRequest { ProposalId = id, PersonId = screener.ToString() });
        var assessed = await service.Official(screener, Role.Screener, subBudget.OrganisationId).AssessProposalAsync(write);
        var accepted = await service.Lead(subBudget).AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = id });

        (assessed.State, assessed.AssignedTo).ShouldBe((Wire.ScreeningState.Assessed, screener.ToString()));
        accepted.State.ShouldBe(Wire.ScreeningState.Accepted);
        accepted.Assessment.ShouldBe(Events.Feasible());
    }

    [Fact]
    public async Task Lead_does_not_accept_an_own_assessment()
    {
        var subBudget = await service.OpenScreening();
        var id = (await service.Receive(subBudget)).ProposalId.ToString();
        var lead = service.Lead(subBudget, new PersonId(Guid.NewGuid()));
        await lead.AssessProposalAsync(new AssessProposalRequest { ProposalId = id, Assessment = Events.Feasible() });

        await lead.AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = id }).ShouldBeRefusedWith("screening.second_person_is_first");
    }

    [Fact]
    public async Task Official_does_not_screen_an_own_proposal()
    {
        var (subBudget, self) = (await service.OpenScreening(), new PersonId(Guid.NewGuid()));
        var id = (await service.Receive(subBudget, proposer: self)).ProposalId.ToString();

        await service.Lead(subBudget, self).AssessProposalAsync(new AssessProposalRequest { ProposalId = id, Assessment = Events.Feasible() })
            .ShouldBeRefusedWith("screening.own_proposal");
        await service.Lead(subBudget).AssignScreenerAsync(new AssignScreenerRequest { ProposalId = id, PersonId = self.ToString() })
            .ShouldBeRefusedWith("screening.own_proposal");
    }

    [Fact]
    public async Task Accepted_outcome_is_published_once_and_public()
    {
        var subBudget = await service.OpenScreening();
        var proposal = await service.Receive(subBudget);
        var outcome = new GetScreeningOutcomeRequest { ProposalId = proposal.ProposalId.ToString() };
        await service.Visitor.GetScreeningOutcomeAsync(outcome).ShouldBeRefusedWith("screening.missing");

        var accepted = await service.Accept(subBudget, proposal, Events.Feasible());

        var published = await Published(proposal);
        var happened = published.ShouldHaveSingleItem();
        (happened.Feasibility, happened.CostOre, happened.Version).ShouldBe(("Feasible", 300_000_00, accepted.Version));
        var read = await service.Visitor.GetScreeningOutcomeAsync(outcome);
        (read.Feasibility, read.CostOre, read.ReviewRequested).ShouldBe((Wire.Feasibility.Feasible, 300_000_00, false));
        read.AcceptedAt.ToDateTimeOffset().ShouldBe(service.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Assessment_with_faults_is_refused()
    {
        var subBudget = await service.OpenScreening();
        var lead = service.Lead(subBudget);
        var write = new AssessProposalRequest { ProposalId = (await service.Receive(subBudget)).ProposalId.ToString() };

        await lead.AssessProposalAsync(write).ShouldBeRefusedWith("request.invalid");
        write.Assessment = Events.Feasible(subBudget.MaxProposalCostOre + 1);
        await lead.AssessProposalAsync(write).ShouldBeRefusedWith("request.invalid");
        write.Assessment = Events.Feasible();
        write.Assessment.Verdicts[0].CriterionKey = "k9";
        await lead.AssessProposalAsync(write).ShouldBeRefusedWith("screening.criterion_unknown");
        write.Assessment.Verdicts.RemoveAt(0);
        await lead.AssessProposalAsync(write).ShouldBeRefusedWith("screening.criteria_left");
    }

    [Fact]
    public async Task Nothing_is_screened_outside_its_phases()
    {
        var subBudget = await service.OpenScreening();
        var id = (await service.Receive(subBudget)).ProposalId.ToString();
        await service.Move(subBudget, "BallotFrozen");

        await service.Lead(subBudget).AssessProposalAsync(new AssessProposalRequest { ProposalId = id, Assessment = Events.Feasible() })
            .ShouldBeRefusedWith("screening.phase_closed");
        await service.Lead(subBudget).AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = id }).ShouldBeRefusedWith("screening.phase_closed");
    }

    [Fact]
    public async Task Review_is_decided_by_another_and_published_with_a_higher_version()
    {
        var (subBudget, proposer, first) = (await service.OpenScreening(), new PersonId(Guid.NewGuid()), new PersonId(Guid.NewGuid()));
        var proposal = await service.Receive(subBudget, proposer: proposer);
        var id = proposal.ProposalId.ToString();
        await service.Lead(subBudget, first).AssessProposalAsync(new AssessProposalRequest { ProposalId = id, Assessment = Events.NotFeasible() });
        await service.Lead(subBudget).AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = id });
        await service.Move(subBudget, "ReviewWindow");
        var ask = new RequestReviewRequest { ProposalId = id, Reason = "Marken såldes i våras." };
        var decide = new DecideReviewRequest { ProposalId = id, Assessment = Events.Feasible() };

        await service.Person(new PersonId(Guid.NewGuid())).RequestReviewAsync(ask).ShouldBeRefusedWith("screening.not_own_proposal");
        (await service.Person(proposer).RequestReviewAsync(ask)).ReviewRequested.ShouldBeTrue();
        await service.Person(proposer).RequestReviewAsync(ask).ShouldBeRefusedWith("screening.review_open");
        await service.Lead(subBudget, first).DecideReviewAsync(decide).ShouldBeRefusedWith("screening.reviewer_was_first");
        var decided = await service.Official(new PersonId(Guid.NewGuid()), Role.Screener, subBudget.OrganisationId).DecideReviewAsync(decide);

        decided.State.ShouldBe(Wire.ScreeningState.Accepted);
        var published = await Published(proposal);
        published.Select(happened => happened.Feasibility).ShouldBe(["NotFeasible", "Feasible"]);
        published[1].Version.ShouldBeGreaterThan(published[0].Version);
    }

    [Fact]
    public async Task Guards_tell_what_is_left()
    {
        var (subBudget, proposer) = (await service.OpenScreening(), new PersonId(Guid.NewGuid()));
        var proposal = await service.Receive(subBudget, 1, proposer);
        await service.Receive(subBudget, 2);

        (await Ask(subBudget, "ReviewWindow")).Select(missing => (missing.Code, missing.Count)).ShouldBe([("screening.outcomes_missing", 2)]);
        await service.Accept(subBudget, proposal, Events.Feasible());
        (await Ask(subBudget, "ReviewWindow")).Select(missing => (missing.Code, missing.Count)).ShouldBe([("screening.outcomes_missing", 1)]);
        await service.Move(subBudget, "ReviewWindow");
        await service.Person(proposer).RequestReviewAsync(new RequestReviewRequest { ProposalId = $"{proposal.ProposalId}", Reason = "Nej." });
        (await Ask(subBudget, "BallotFrozen")).Select(missing => missing.Code).ShouldBe(["screening.outcomes_missing", "screening.review_open"]);
        (await Ask(subBudget, "Voting")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Voting_gets_the_feasible_proposals_by_number_and_how_many_are_left()
    {
        var subBudget = await service.OpenScreening();
        var second = await service.Receive(subBudget, 2);
        var first = await service.Receive(subBudget, 1);
        var refused = await service.Receive(subBudget, 3);
        await service.Receive(subBudget, 4);
        await service.Accept(subBudget, second, Events.Feasible(200_00));
        await service.Accept(subBudget, first, Events.Feasible(100_00));
        await service.Accept(subBudget, refused, Events.NotFeasible());

        var list = await service.Voting.ListFeasibleProposalsAsync(new ListFeasibleProposalsRequest { SubBudgetId = subBudget.SubBudgetId.ToString() });

        list.Proposals.Select(proposal => (proposal.Number, proposal.CostOre)).ShouldBe([(1, 100_00), (2, 200_00)]);
        list.Proposals[0].Title.ShouldBe(first.Title);
        list.Unfinished.ShouldBe(1);
    }

    [Fact]
    public async Task Screenings_are_listed_by_number_page_by_page()
    {
        var subBudget = await service.OpenScreening();
        foreach (var number in new[] { 3, 1, 2 })
        {
            await service.Receive(subBudget, number);
        }

        var auditor = service.Official(new PersonId(Guid.NewGuid()), Role.Auditor, subBudget.OrganisationId);
        var list = new ListScreeningsRequest { SubBudgetId = subBudget.SubBudgetId.ToString(), PageSize = 2 };
        var first = await auditor.ListScreeningsAsync(list);
        list.PageToken = first.NextPageToken;
        var rest = await auditor.ListScreeningsAsync(list);

        first.Screenings.Concat(rest.Screenings).Select(screening => screening.Number).ShouldBe([1, 2, 3]);
        rest.NextPageToken.ShouldBeEmpty();
    }

    private async Task<IEnumerable<Contracts.Guard.V1.Missing>> Ask(SubBudgetChanged subBudget, string phase) =>
        (await service.Budget.AskGuardAsync(new AskGuardRequest { SubBudgetId = $"{subBudget.SubBudgetId}", EnteringPhase = phase })).Missing;

    private async Task<List<ScreeningAccepted>> Published(ProposalChanged proposal) =>
        [.. (await service.PublishedAsync<ScreeningAccepted>(Cancellation)).Where(happened => happened.ProposalId == proposal.ProposalId)];
}

[Collection(OnSqlite.Name)]
public sealed class AssessmentFlowOnSqliteTests(SqliteScreening service) : AssessmentFlowTests(service);

[Collection(OnPostgres.Name)]
public sealed class AssessmentFlowOnPostgresTests(PostgresScreening service) : AssessmentFlowTests(service);
