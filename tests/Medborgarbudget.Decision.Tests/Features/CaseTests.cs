using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Decision.Tests.Features;

public abstract class CaseTests(DecisionFixture decision)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Certified_result_opens_the_case_with_what_the_vote_said()
    {
        var result = await decision.Certified();

        var opened = await decision.CaseOf(result);

        opened.State.ShouldBe(CaseState.Open);
        opened.Items.Select(item => (item.Number, item.Votes, item.SelectedByVote)).ShouldBe([(1, 59, true), (2, 58, true), (3, 57, false)]);
        opened.Items.ShouldAllBe(item => item.Outcome == Outcome.Unspecified);
    }

    [Fact]
    public async Task Case_goes_from_report_over_decision_and_adjustment_to_the_notice()
    {
        var result = await decision.Certified();
        var (caseId, secretary) = ((await decision.CaseOf(result)).CaseId, decision.Secretary(result.OrganisationId));

        (await secretary.WriteReportAsync(new() { CaseId = caseId, Report = "Förvaltningen föreslår …" }, cancellationToken: Token))
            .State.ShouldBe(CaseState.Reported);
        (await secretary.RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token)).State.ShouldBe(CaseState.Decided);
        (await secretary.AdjustMinutesAsync(new() { CaseId = caseId, AdjustedOn = "2027-01-13" }, cancellationToken: Token))
            .State.ShouldBe(CaseState.Adjusted);
        var posted = await secretary.PostNoticeAsync(new() { CaseId = caseId, NoticeOn = "2027-01-14" }, cancellationToken: Token);

        posted.State.ShouldBe(CaseState.NoticePosted);
        posted.LegalForceOn.ShouldBe("2027-02-05");
        posted.Items[2].Outcome.ShouldBe(Outcome.Rejected);
        posted.Version.ShouldBe(5);
    }

    [Fact]
    public async Task Deviation_without_a_reason_is_refused_and_leaves_the_case_undecided()
    {
        var result = await decision.Certified();
        var opened = await decision.CaseOf(result);
        var request = Calls.Decide(opened.CaseId, result.Item(1, Outcome.Rejected), result.Item(2, Outcome.Approved));

        (await decision.Secretary(result.OrganisationId).RecordDecisionAsync(request, cancellationToken: Token).CodeOf())
            .ShouldBe("decision.reason_missing");

        (await decision.CaseOf(result)).ShouldBe(opened);
    }

    [Fact]
    public async Task Deviations_with_reasons_are_kept_and_marked()
    {
        var result = await decision.Certified();
        var request = Calls.Decide(
            (await decision.CaseOf(result)).CaseId,
            result.Item(1, Outcome.SentBack, "Bygglov saknas"),
            result.Item(2, Outcome.ApprovedWithChange),
            result.Item(3, Outcome.Approved, "Pengarna räcker"));

        var decided = await decision.Secretary(result.OrganisationId).RecordDecisionAsync(request, cancellationToken: Token);

        decided.Items.Select(item => (item.Deviates, item.Reason)).ShouldBe([(true, "Bygglov saknas"), (false, ""), (true, "Pengarna räcker")]);
    }

    [Fact]
    public async Task Decision_that_leaves_a_selected_project_out_names_one_twice_or_a_strange_one_is_refused()
    {
        var result = await decision.Certified();
        var (id, secretary) = ((await decision.CaseOf(result)).CaseId, decision.Secretary(result.OrganisationId));
        var (one, two) = (result.Item(1, Outcome.Approved), result.Item(2, Outcome.Approved));
        var strange = (await decision.Certified()).Item(1, Outcome.Approved);

        (await secretary.RecordDecisionAsync(Calls.Decide(id, one), cancellationToken: Token).CodeOf()).ShouldBe("decision.items_left");
        (await secretary.RecordDecisionAsync(Calls.Decide(id, one, two, two), cancellationToken: Token).CodeOf()).ShouldBe("decision.item_twice");
        (await secretary.RecordDecisionAsync(Calls.Decide(id, one, two, strange), cancellationToken: Token).CodeOf()).ShouldBe("decision.item_unknown");
    }

    [Fact]
    public async Task Decision_with_faulty_items_names_them_by_place()
    {
        var result = await decision.Certified();
        var request = Calls.Decide(
            (await decision.CaseOf(result)).CaseId, result.Item(1, Outcome.Approved), new ItemDecision { ProposalId = "x", Outcome = (Outcome)77 });

        (await decision.Secretary(result.OrganisationId).RecordDecisionAsync(request, cancellationToken: Token).FaultsOf())
            .ShouldBe(["items[1].proposalId", "items[1].outcome"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("2027-01-10")]
    [InlineData("2027-01-16")]
    [InlineData("yesterday")]
    public async Task Minutes_are_not_adjusted_before_the_decision_or_in_the_future(string day)
    {
        var result = await decision.Certified();
        var (caseId, secretary) = ((await decision.CaseOf(result)).CaseId, decision.Secretary(result.OrganisationId));
        await secretary.RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token);

        (await secretary.AdjustMinutesAsync(new() { CaseId = caseId, AdjustedOn = day }, cancellationToken: Token).FaultsOf()).ShouldBe(["adjustedOn"]);
    }

    [Fact]
    public async Task Steps_out_of_order_are_refused()
    {
        var result = await decision.Certified();
        var (caseId, secretary) = ((await decision.CaseOf(result)).CaseId, decision.Secretary(result.OrganisationId));

        (await secretary.AdjustMinutesAsync(new() { CaseId = caseId, AdjustedOn = "2027-01-13" }, cancellationToken: Token).CodeOf())
            .ShouldBe("decision.not_decided");
        (await secretary.PostNoticeAsync(new() { CaseId = caseId, NoticeOn = "2027-01-13" }, cancellationToken: Token).CodeOf())
            .ShouldBe("decision.not_adjusted");
        await secretary.RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token);
        (await secretary.RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token).CodeOf()).ShouldBe("decision.case_decided");
        (await secretary.WriteReportAsync(new() { CaseId = caseId, Report = "För sent" }, cancellationToken: Token).CodeOf()).ShouldBe("decision.case_decided");
    }

    [Fact]
    public async Task Adjusted_decision_is_published_once_with_every_outcome()
    {
        var result = await Adjusted();

        var published = (await decision.PublishedAsync<DecisionAdjusted>(Token)).Single(happened => happened.SubBudgetId == result.SubBudgetId);

        published.DecisionReference.ShouldBe("Kommunfullmäktige 2027-01-11 § 58, KS 2026/112");
        published.Items.Select(item => (item.Number, item.Outcome, item.CostOre))
            .ShouldBe([(1, "Approved", 100_00), (2, "Approved", 200_00), (3, "Rejected", 300_00)]);
    }

    [Fact]
    public async Task Implementation_waits_for_the_adjusted_decision()
    {
        var unknown = Events.Result();
        (await decision.Missing(unknown.SubBudgetId, unknown.OrganisationId, "Implementation")).ShouldBe(["decision.case_missing"]);
        var open = await decision.Certified();
        (await decision.Missing(open.SubBudgetId, open.OrganisationId, "Implementation")).ShouldBe(["decision.not_adjusted"]);

        var adjusted = await Adjusted();

        (await decision.Missing(adjusted.SubBudgetId, adjusted.OrganisationId, "Implementation")).ShouldBeEmpty();
        (await decision.Missing(adjusted.SubBudgetId, adjusted.OrganisationId, "Voting")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.LeadScreener)]
    [InlineData(Role.ProcessLeader)]
    [InlineData(Role.Secretary)]
    [InlineData(Role.ElectedMember)]
    public async Task Material_is_read_by_those_who_prepare_it_before_it_is_public(Role role)
    {
        var result = await decision.Certified();
        var request = new GetCaseRequest { SubBudgetId = result.SubBudgetId.ToString() };

        (await decision.Client(role, result.OrganisationId).GetCaseAsync(request, cancellationToken: Token)).State.ShouldBe(CaseState.Open);
        (await decision.Client(role, Guid.NewGuid()).GetCaseAsync(request, cancellationToken: Token).CodeOf()).ShouldBe("decision.case_missing");
    }

    [Fact]
    public async Task Everybody_else_reads_the_case_once_its_minutes_are_adjusted()
    {
        var (open, adjusted) = (await decision.Certified(), await Adjusted());

        (await decision.Visitor.GetCaseAsync(new() { SubBudgetId = open.SubBudgetId.ToString() }, cancellationToken: Token).CodeOf())
            .ShouldBe("decision.case_missing");
        (await decision.Client(Role.Auditor, open.OrganisationId)
            .GetCaseAsync(new() { SubBudgetId = open.SubBudgetId.ToString() }, cancellationToken: Token).CodeOf()).ShouldBe("decision.case_missing");
        (await decision.Visitor.GetCaseAsync(new() { SubBudgetId = adjusted.SubBudgetId.ToString() }, cancellationToken: Token))
            .State.ShouldBe(CaseState.Adjusted);
    }

    private async Task<ResultCertified> Adjusted()
    {
        var result = await decision.Certified();
        var (caseId, secretary) = ((await decision.CaseOf(result)).CaseId, decision.Secretary(result.OrganisationId));
        await secretary.RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token);
        await secretary.AdjustMinutesAsync(new() { CaseId = caseId, AdjustedOn = "2027-01-13" }, cancellationToken: Token);
        return result;
    }
}

public sealed class CaseSqliteTests(SqliteDecision decision) : CaseTests(decision), IClassFixture<SqliteDecision>;

public sealed class CasePostgresTests(PostgresDecision decision) : CaseTests(decision), IClassFixture<PostgresDecision>;
