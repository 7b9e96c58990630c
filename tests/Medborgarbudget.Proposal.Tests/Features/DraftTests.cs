using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Proposals.Tests.Hosts;

namespace Medborgarbudget.Proposals.Tests.Features;

public abstract class DraftTests(ProposalFixture service)
{
    [Fact]
    public async Task Draft_is_read_by_its_owner_alone()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());

        var draft = await service.Resident(owner).CreateDraftAsync(Requests.Draft(subBudget));

        draft.State.ShouldBe(Contracts.Proposal.V1.ProposalState.Draft);
        draft.Number.ShouldBe(0);
        draft.Mine.ShouldBeTrue();
        var get = new GetProposalRequest { ProposalId = draft.ProposalId };
        (await service.Resident(owner).GetProposalAsync(get)).ShouldBe(draft);
        await service.Resident(Requests.NewPerson()).GetProposalAsync(get).ShouldBeRefusedWith("proposal.missing");
        await service.Visitor.GetProposalAsync(get).ShouldBeRefusedWith("proposal.missing");
    }

    [Fact]
    public async Task Draft_is_neither_listed_nor_published()
    {
        var subBudget = await service.OpenIntake();
        await service.Resident(Requests.NewPerson()).CreateDraftAsync(Requests.Draft(subBudget));

        var list = await service.Visitor.ListProposalsAsync(new ListProposalsRequest { SubBudgetId = subBudget.SubBudgetId.ToString() });

        list.Proposals.ShouldBeEmpty();
        var published = await service.PublishedAsync<ProposalChanged>(TestContext.Current.CancellationToken);
        published.ShouldNotContain(happened => happened.SubBudgetId == subBudget.SubBudgetId);
    }

    [Fact]
    public async Task Draft_is_refused_where_the_intake_is_not_open()
    {
        var resident = service.Resident(Requests.NewPerson());
        var now = service.Clock.GetUtcNow();

        var screening = await service.OpenIntake(same => same with { Phase = "Screening" });
        var paused = await service.OpenIntake(same => same with { Paused = true });
        var late = await service.OpenIntake(same => same with { Calendar = same.Calendar with { IntakeCloses = now } });
        var rehearsal = await service.OpenIntake(same => same with { Rehearsal = true, Calendar = same.Calendar with { IntakeCloses = now } });

        await resident.CreateDraftAsync(Requests.Draft(screening)).ShouldBeRefusedWith("proposal.intake_closed");
        await resident.CreateDraftAsync(Requests.Draft(paused)).ShouldBeRefusedWith("proposal.intake_closed");
        await resident.CreateDraftAsync(Requests.Draft(late)).ShouldBeRefusedWith("proposal.intake_closed");
        (await resident.CreateDraftAsync(Requests.Draft(rehearsal))).State.ShouldBe(Contracts.Proposal.V1.ProposalState.Draft);
    }

    [Fact]
    public async Task Draft_in_an_unknown_sub_budget_is_refused()
    {
        var resident = service.Resident(Requests.NewPerson());

        var nowhere = new CreateDraftRequest { SubBudgetId = Guid.NewGuid().ToString(), Text = Requests.Text() };
        var garbage = new CreateDraftRequest { SubBudgetId = "../../etc", Text = Requests.Text() };

        await resident.CreateDraftAsync(nowhere).ShouldBeRefusedWith("proposal.sub_budget_missing");
        await resident.CreateDraftAsync(garbage).ShouldBeRefusedWith("proposal.sub_budget_missing");
    }

    [Fact]
    public async Task Draft_without_a_text_or_with_too_high_a_guess_is_refused()
    {
        var subBudget = await service.OpenIntake();
        var resident = service.Resident(Requests.NewPerson());
        var dear = Requests.Draft(subBudget);
        dear.Text.CostGuessOre = subBudget.MaxProposalCostOre + 1;

        await resident.CreateDraftAsync(new CreateDraftRequest { SubBudgetId = subBudget.SubBudgetId.ToString() }).ShouldBeRefusedWith("request.invalid");
        await resident.CreateDraftAsync(dear).ShouldBeRefusedWith("request.invalid");
    }

    [Fact]
    public async Task Draft_created_twice_with_one_key_is_one_draft()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var keyed = service.Resident(owner, "key-1");

        var first = await keyed.CreateDraftAsync(Requests.Draft(subBudget));
        var second = await keyed.CreateDraftAsync(Requests.Draft(subBudget));

        second.ShouldBe(first);
        (await service.Resident(owner).ListMyProposalsAsync(new ListMyProposalsRequest())).Proposals.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Draft_withdrawn_is_thrown_away()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        var draft = await service.Resident(owner).CreateDraftAsync(Requests.Draft(subBudget));

        var withdrawn = await service.Resident(owner).WithdrawProposalAsync(new WithdrawProposalRequest { ProposalId = draft.ProposalId });

        withdrawn.State.ShouldBe(Contracts.Proposal.V1.ProposalState.Withdrawn);
        await service.Resident(owner).GetProposalAsync(new GetProposalRequest { ProposalId = draft.ProposalId }).ShouldBeRefusedWith("proposal.missing");
    }

    [Fact]
    public async Task Own_list_goes_page_by_page_with_the_newest_first()
    {
        var (owner, subBudget) = (Requests.NewPerson(), await service.OpenIntake());
        foreach (var title in new[] { "Ett", "Två", "Tre" })
        {
            await service.Resident(owner).CreateDraftAsync(Requests.Draft(subBudget, title));
            service.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var first = await service.Resident(owner).ListMyProposalsAsync(new ListMyProposalsRequest { PageSize = 2 });
        var rest = await service.Resident(owner).ListMyProposalsAsync(new ListMyProposalsRequest { PageSize = 2, PageToken = first.NextPageToken });

        first.Proposals.Select(proposal => proposal.Text.Title).ShouldBe(["Tre", "Två"]);
        rest.Proposals.Select(proposal => proposal.Text.Title).ShouldBe(["Ett"]);
        rest.NextPageToken.ShouldBeEmpty();
    }
}

[Collection(OnSqlite.Name)]
public sealed class DraftOnSqliteTests(SqliteProposal service) : DraftTests(service);

[Collection(OnPostgres.Name)]
public sealed class DraftOnPostgresTests(PostgresProposal service) : DraftTests(service);
