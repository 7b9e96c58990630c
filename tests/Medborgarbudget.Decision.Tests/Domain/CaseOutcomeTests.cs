using Medborgarbudget.Decisions;
using Medborgarbudget.Kernel;
using Case = Medborgarbudget.Decisions.Case;

namespace Medborgarbudget.Decision.Tests.Domain;

public sealed class CaseOutcomeTests
{
    private readonly Case _case = Given.Case();

    [Fact]
    public void Items_that_the_vote_did_not_select_may_be_left_out_and_are_rejected_as_voted()
    {
        var decided = _case.DecidedAsVoted();

        decided.Items[2].Outcome.ShouldBe(Outcome.Rejected);
        decided.Items.ShouldAllBe(item => !item.Deviates);
    }

    [Fact]
    public void Selected_item_left_out_is_refused() =>
        Decide(_case.Decide(1, Outcome.Approved)).Error.ShouldBe(DecisionErrors.ItemsLeft);

    [Fact]
    public void Item_named_twice_is_refused() =>
        Decide(_case.Decide(1, Outcome.Approved), _case.Decide(2, Outcome.Approved), _case.Decide(2, Outcome.Approved))
            .Error.ShouldBe(DecisionErrors.ItemTwice);

    [Fact]
    public void Item_of_another_case_is_refused() =>
        Decide(_case.Decide(1, Outcome.Approved), _case.Decide(2, Outcome.Approved), Given.Case().Decide(1, Outcome.Approved))
            .Error.ShouldBe(DecisionErrors.ItemUnknown);

    [Theory]
    [InlineData(1, Outcome.Rejected)]
    [InlineData(1, Outcome.SentBack)]
    [InlineData(3, Outcome.Approved)]
    [InlineData(3, Outcome.ApprovedWithChange)]
    public void Outcome_that_deviates_from_the_vote_needs_a_reason(int number, Outcome outcome)
    {
        DecideWith(_case.Decide(number, outcome)).Error.ShouldBe(DecisionErrors.ReasonMissing);

        var item = DecideWith(_case.Decide(number, outcome, "Marken är såld")).Value.Items[number - 1];

        item.Deviates.ShouldBeTrue();
        item.Reason.ShouldBe("Marken är såld");
    }

    [Theory]
    [InlineData(1, Outcome.Approved)]
    [InlineData(1, Outcome.ApprovedWithChange)]
    [InlineData(3, Outcome.Rejected)]
    public void Outcome_as_voted_needs_no_reason(int number, Outcome outcome)
    {
        var item = DecideWith(_case.Decide(number, outcome)).Value.Items[number - 1];

        item.Outcome.ShouldBe(outcome);
        item.Deviates.ShouldBeFalse();
    }

    [Fact]
    public void What_is_sent_back_says_what_is_missing_even_when_the_vote_did_not_select_it()
    {
        DecideWith(_case.Decide(3, Outcome.SentBack)).Error.ShouldBe(DecisionErrors.ReasonMissing);

        DecideWith(_case.Decide(3, Outcome.SentBack, "Kostnaden saknas")).Value.Items[2].Deviates.ShouldBeFalse();
    }

    private Result<Case> Decide(params ItemDecision[] items) => _case.Decide(Given.Decision(), items);

    /// <summary>Decides one item as given and the selected ones beside it as voted.</summary>
    private Result<Case> DecideWith(ItemDecision given) => Decide(
        [given, .. _case.Items.Where(item => item.IsSelected && item.ProposalId != given.ProposalId)
            .Select(item => new ItemDecision(item.ProposalId, Outcome.Approved, ""))]);
}
