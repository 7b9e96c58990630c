using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Proposals.Tests.Hosts;

namespace Medborgarbudget.Proposals.Tests.Features;

public abstract class ParticipationTests(ProposalFixture service)
{
    [Fact]
    public async Task Support_counts_once_per_person()
    {
        var subBudget = await service.OpenIntake();
        var received = await service.Submit(Requests.NewPerson(), subBudget);
        var (one, other) = (Requests.NewPerson(), Requests.NewPerson());
        var support = new SupportProposalRequest { ProposalId = received.ProposalId };

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.Resident(one).SupportProposalAsync(support).ResponseAsync));
        var supported = await service.Resident(other).SupportProposalAsync(support);

        supported.Supports.ShouldBe(2);
        supported.SupportedByMe.ShouldBeTrue();
        var seen = await service.Visitor.GetProposalAsync(new GetProposalRequest { ProposalId = received.ProposalId });
        (seen.Supports, seen.SupportedByMe).ShouldBe((2, false));
    }

    [Fact]
    public async Task Support_taken_back_is_gone_and_may_be_given_again()
    {
        var subBudget = await service.OpenIntake();
        var received = await service.Submit(Requests.NewPerson(), subBudget);
        var resident = service.Resident(Requests.NewPerson());
        var (give, take) = (new SupportProposalRequest { ProposalId = received.ProposalId }, new WithdrawSupportRequest { ProposalId = received.ProposalId });
        await resident.SupportProposalAsync(give);

        (await resident.WithdrawSupportAsync(take)).Supports.ShouldBe(0);
        (await resident.WithdrawSupportAsync(take)).SupportedByMe.ShouldBeFalse();
        (await resident.SupportProposalAsync(give)).Supports.ShouldBe(1);
    }

    [Fact]
    public async Task Support_is_refused_once_the_ballot_is_frozen()
    {
        var subBudget = await service.OpenIntake();
        var received = await service.Submit(Requests.NewPerson(), subBudget);
        await service.Move(subBudget, "BallotFrozen");
        var resident = service.Resident(Requests.NewPerson());

        await resident.SupportProposalAsync(new SupportProposalRequest { ProposalId = received.ProposalId }).ShouldBeRefusedWith("proposal.not_supportable");
        await resident.WithdrawSupportAsync(new WithdrawSupportRequest { ProposalId = received.ProposalId }).ShouldBeRefusedWith("proposal.not_supportable");
    }

    [Fact]
    public async Task Comments_are_listed_oldest_first_page_by_page()
    {
        var subBudget = await service.OpenIntake();
        var received = await service.Submit(Requests.NewPerson(), subBudget);
        var author = Requests.NewPerson();
        foreach (var text in new[] { "Bra!", "Hur dyrt?", "Var då?" })
        {
            (await service.Resident(author).AddCommentAsync(new AddCommentRequest { ProposalId = received.ProposalId, Text = text })).Mine.ShouldBeTrue();
        }

        var first = await service.Visitor.ListCommentsAsync(new ListCommentsRequest { ProposalId = received.ProposalId, PageSize = 2 });
        var rest = await service.Visitor.ListCommentsAsync(
            new ListCommentsRequest { ProposalId = received.ProposalId, PageSize = 2, PageToken = first.NextPageToken });

        first.Comments.Select(comment => comment.Text).ShouldBe(["Bra!", "Hur dyrt?"]);
        rest.Comments.Select(comment => comment.Text).ShouldBe(["Var då?"]);
        rest.Comments[0].Mine.ShouldBeFalse();
    }

    [Fact]
    public async Task Comment_without_a_text_is_refused()
    {
        var subBudget = await service.OpenIntake();
        var received = await service.Submit(Requests.NewPerson(), subBudget);

        await service.Resident(Requests.NewPerson()).AddCommentAsync(new AddCommentRequest { ProposalId = received.ProposalId, Text = "  " })
            .ShouldBeRefusedWith("request.invalid");
    }

    [Fact]
    public async Task Hidden_comment_is_not_listed()
    {
        var subBudget = await service.OpenIntake();
        var received = await service.Submit(Requests.NewPerson(), subBudget);
        var comment = await service.Resident(Requests.NewPerson()).AddCommentAsync(new AddCommentRequest { ProposalId = received.ProposalId, Text = "Nej!" });
        var moderator = service.Official(Role.Moderator, Requests.OrganisationOf(subBudget));

        var hidden = await moderator.HideCommentAsync(new HideCommentRequest { CommentId = comment.CommentId, Reason = "Påhopp." });

        hidden.Hidden.ShouldBeTrue();
        (await service.Visitor.ListCommentsAsync(new ListCommentsRequest { ProposalId = received.ProposalId })).Comments.ShouldBeEmpty();
        await moderator.HideCommentAsync(new HideCommentRequest { CommentId = "x", Reason = "Påhopp." }).ShouldBeRefusedWith("proposal.comment_missing");
    }

    [Fact]
    public async Task Hidden_proposal_leaves_the_public_and_tells_its_owner_why()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var received = await service.Submit(owner, subBudget);
        var moderator = service.Official(Role.Moderator, Requests.OrganisationOf(subBudget));
        var get = new GetProposalRequest { ProposalId = received.ProposalId };

        await moderator.HideProposalAsync(new HideProposalRequest { ProposalId = received.ProposalId, Reason = "Personuppgifter." });

        await service.Visitor.GetProposalAsync(get).ShouldBeRefusedWith("proposal.missing");
        await service.Visitor.ListCommentsAsync(new ListCommentsRequest { ProposalId = received.ProposalId }).ShouldBeRefusedWith("proposal.missing");
        (await service.Visitor.ListProposalsAsync(new ListProposalsRequest { SubBudgetId = received.SubBudgetId })).Proposals.ShouldBeEmpty();
        (await service.Resident(owner).GetProposalAsync(get)).Reason.ShouldBe("Personuppgifter.");
        var published = await service.PublishedAsync<ProposalChanged>(TestContext.Current.CancellationToken);
        published.Last(happened => happened.ProposalId.ToString() == received.ProposalId).State.ShouldBe("Hidden");
    }

    [Fact]
    public async Task List_goes_by_number_and_finds_words_in_title_and_text()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        foreach (var title in new[] { "Utegym vid ÅN", "Bänkar", "Cykelbana" })
        {
            await service.Submit(owner, subBudget, title);
        }

        var all = new ListProposalsRequest { SubBudgetId = subBudget.SubBudgetId.ToString(), PageSize = 2 };
        var first = await service.Visitor.ListProposalsAsync(all);
        all.PageToken = first.NextPageToken;
        var rest = await service.Visitor.ListProposalsAsync(all);
        var found = await service.Visitor.ListProposalsAsync(
            new ListProposalsRequest { SubBudgetId = subBudget.SubBudgetId.ToString(), Query = "ån REDSKAP" });

        first.Proposals.Concat(rest.Proposals).Select(proposal => proposal.Number).ShouldBe([1, 2, 3]);
        found.Proposals.Select(proposal => proposal.Text.Title).ShouldBe(["Utegym vid ÅN"]);
    }

    [Fact]
    public async Task List_of_an_unknown_sub_budget_or_page_is_refused()
    {
        var subBudget = await service.OpenIntake();

        await service.Visitor.ListProposalsAsync(new ListProposalsRequest { SubBudgetId = Guid.NewGuid().ToString() })
            .ShouldBeRefusedWith("proposal.sub_budget_missing");
        await service.Visitor.ListProposalsAsync(new ListProposalsRequest { SubBudgetId = subBudget.SubBudgetId.ToString(), PageToken = "§" })
            .ShouldBeRefusedWith("request.invalid");
    }
}

[Collection(OnSqlite.Name)]
public sealed class ParticipationOnSqliteTests(SqliteProposal service) : ParticipationTests(service);

[Collection(OnPostgres.Name)]
public sealed class ParticipationOnPostgresTests(PostgresProposal service) : ParticipationTests(service);
