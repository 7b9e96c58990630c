using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Proposals.Tests.Hosts;

namespace Medborgarbudget.Proposals.Tests.Features;

public abstract class ReceiptTests(ProposalFixture service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submitted_draft_gets_the_next_number_and_is_public()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());

        var first = await service.Submit(owner, subBudget);
        var second = await service.Submit(owner, subBudget);

        (first.Number, second.Number).ShouldBe((1, 2));
        first.State.ShouldBe(Contracts.Proposal.V1.ProposalState.Received);
        first.ReceivedAt.ToDateTimeOffset().ShouldBe(service.Clock.GetUtcNow());
        (await service.Visitor.GetProposalAsync(new GetProposalRequest { ProposalId = first.ProposalId })).Mine.ShouldBeFalse();
    }

    [Fact]
    public async Task Received_proposal_is_published_with_its_proposer()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());

        var received = await service.Submit(owner, subBudget);

        var published = (await service.PublishedAsync<ProposalChanged>(Cancellation)).Single(happened => happened.ProposalId.ToString() == received.ProposalId);
        published.ShouldSatisfyAllConditions(
            happened => happened.SubBudgetId.ShouldBe(subBudget.SubBudgetId),
            happened => happened.OrganisationId.ShouldBe(subBudget.OrganisationId),
            happened => happened.State.ShouldBe("Received"),
            happened => happened.Number.ShouldBe(1),
            happened => happened.Version.ShouldBe(received.Version),
            happened => happened.Proposers.ShouldBe([owner.Value]));
    }

    [Fact]
    public async Task Numbers_have_neither_gaps_nor_doubles_when_many_hand_in_at_once()
    {
        var subBudget = await service.OpenIntake();
        var official = service.Official(Role.LeadScreener, Requests.OrganisationOf(subBudget));

        var residents = Enumerable.Range(0, 20).Select(_ => service.Submit(Requests.NewPerson(), subBudget));
        var entries = Enumerable.Range(0, 20).Select(_ => official.EnterProposalAsync(Requests.Entry(subBudget)).ResponseAsync);
        var received = await Task.WhenAll(residents.Concat(entries));

        received.Select(proposal => proposal.Number).Order().ShouldBe(Enumerable.Range(1, 40));
    }

    [Fact]
    public async Task Draft_submitted_twice_at_once_takes_one_number()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var draft = await service.Resident(owner).CreateDraftAsync(Requests.Draft(subBudget));
        var submit = new SubmitProposalRequest { ProposalId = draft.ProposalId };

        var attempts = Enumerable.Range(0, 5).Select(_ => service.Resident(owner).SubmitProposalAsync(submit).ResponseAsync).ToList();
        await Task.WhenAll(attempts).ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);

        attempts.Count(attempt => attempt.IsCompletedSuccessfully).ShouldBe(1);
        (await service.Submit(owner, subBudget)).Number.ShouldBe(2);
    }

    [Fact]
    public async Task Idea_entered_on_paper_is_received_and_nobodys_own()
    {
        var subBudget = await service.OpenIntake(same => same with { Calendar = same.Calendar with { IntakeCloses = service.Clock.GetUtcNow() } });
        var official = service.Official(Role.Moderator, Requests.OrganisationOf(subBudget));

        var entered = await official.EnterProposalAsync(Requests.Entry(subBudget));

        entered.State.ShouldBe(Contracts.Proposal.V1.ProposalState.Received);
        entered.Channel.ShouldBe(Contracts.Proposal.V1.Channel.Paper);
        entered.Mine.ShouldBeFalse();
        var published = await service.PublishedAsync<ProposalChanged>(Cancellation);
        published.Single(happened => happened.ProposalId.ToString() == entered.ProposalId).Proposers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Idea_entered_twice_with_one_key_is_received_once()
    {
        var subBudget = await service.OpenIntake();
        var official = service.Official(Role.ProcessLeader, Requests.OrganisationOf(subBudget), "key-2");

        var first = await official.EnterProposalAsync(Requests.Entry(subBudget));
        var second = await official.EnterProposalAsync(Requests.Entry(subBudget));

        second.ShouldBe(first);
        (await service.Submit(Requests.NewPerson(), subBudget)).Number.ShouldBe(2);
    }

    [Fact]
    public async Task Idea_that_came_by_the_web_or_after_the_phase_is_not_entered()
    {
        var subBudget = await service.OpenIntake();
        var official = service.Official(Role.LeadScreener, Requests.OrganisationOf(subBudget));
        var web = Requests.Entry(subBudget);
        web.Channel = Contracts.Proposal.V1.Channel.Web;

        await official.EnterProposalAsync(web).ShouldBeRefusedWith("request.invalid");
        await service.Move(subBudget, "Screening");
        await official.EnterProposalAsync(Requests.Entry(subBudget)).ShouldBeRefusedWith("proposal.intake_closed");
    }

    [Fact]
    public async Task Edit_is_published_and_an_edit_of_an_older_version_is_refused()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var received = await service.Submit(owner, subBudget);

        var edited = await service.Resident(owner).EditProposalAsync(Requests.Edit(received, "Större utegym"));

        edited.Text.Title.ShouldBe("Större utegym");
        edited.Version.ShouldBe(received.Version + 1);
        await service.Resident(owner).EditProposalAsync(Requests.Edit(received, "Mindre utegym")).ShouldBeRefusedWith("request.stale");
        var published = await service.PublishedAsync<ProposalChanged>(Cancellation);
        published.Last(happened => happened.ProposalId.ToString() == received.ProposalId).Title.ShouldBe("Större utegym");
    }

    [Fact]
    public async Task Edits_at_once_lose_none_silently()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var received = await service.Submit(owner, subBudget);

        var edits = Enumerable.Range(0, 6).Select(n => service.Resident(owner).EditProposalAsync(Requests.Edit(received, $"Text {n}")).ResponseAsync).ToList();
        await Task.WhenAll(edits).ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);

        var winner = await edits.Single(edit => edit.IsCompletedSuccessfully);
        (await service.Visitor.GetProposalAsync(new GetProposalRequest { ProposalId = received.ProposalId })).Text.ShouldBe(winner.Text);
    }

    [Fact]
    public async Task Withdrawn_proposal_is_published_as_withdrawn_and_keeps_its_number()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var received = await service.Submit(owner, subBudget);

        var withdrawn = await service.Resident(owner).WithdrawProposalAsync(new WithdrawProposalRequest { ProposalId = received.ProposalId });

        withdrawn.State.ShouldBe(Contracts.Proposal.V1.ProposalState.Withdrawn);
        var published = await service.PublishedAsync<ProposalChanged>(Cancellation);
        published.Last(happened => happened.ProposalId.ToString() == received.ProposalId).State.ShouldBe("Withdrawn");
        (await service.Submit(owner, subBudget)).Number.ShouldBe(2);
    }

    [Fact]
    public async Task Guard_before_screening_holds_when_every_proposal_is_registered()
    {
        var subBudget = await service.OpenIntake();
        await service.Submit(Requests.NewPerson(), subBudget);
        var ask = new AskGuardRequest
        {
            SubBudgetId = subBudget.SubBudgetId.ToString(),
            OrganisationId = subBudget.OrganisationId.ToString(),
            EnteringPhase = "Screening",
        };

        (await service.Budget.AskGuardAsync(ask)).Missing.ShouldBeEmpty();
        ask.EnteringPhase = "Nowhere";
        await service.Budget.AskGuardAsync(ask).ShouldBeRefusedWith("request.invalid");
    }
}

[Collection(OnSqlite.Name)]
public sealed class ReceiptOnSqliteTests(SqliteProposal service) : ReceiptTests(service);

[Collection(OnPostgres.Name)]
public sealed class ReceiptOnPostgresTests(PostgresProposal service) : ReceiptTests(service);
