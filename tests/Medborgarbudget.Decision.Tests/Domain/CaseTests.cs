using Medborgarbudget.Decisions;
using Case = Medborgarbudget.Decisions.Case;

namespace Medborgarbudget.Decision.Tests.Domain;

public sealed class CaseTests
{
    private readonly Case _case = Given.Case();

    [Fact]
    public void Report_is_rewritten_until_the_body_has_decided()
    {
        var rewritten = _case.WriteReport("Ett").Value.WriteReport("Två").Value;

        rewritten.Report.ShouldBe("Två");
        rewritten.State.ShouldBe(CaseState.Reported);
        rewritten.DecidedAsVoted().WriteReport("Tre").Error.ShouldBe(DecisionErrors.CaseDecided);
    }

    [Fact]
    public void Case_is_decided_once() =>
        _case.DecidedAsVoted().Decide(Given.Decision(), []).Error.ShouldBe(DecisionErrors.CaseDecided);

    [Fact]
    public void Minutes_are_adjusted_only_after_the_decision_and_once()
    {
        _case.Adjust(Given.Today).Error.ShouldBe(DecisionErrors.NotDecided);

        var adjusted = _case.DecidedAsVoted().Adjust(Given.Today).Value;

        adjusted.AdjustedOn.ShouldBe(Given.Today);
        adjusted.Adjust(Given.Today).Error.ShouldBe(DecisionErrors.NotDecided);
    }

    [Fact]
    public void Case_is_public_from_the_adjustment_on()
    {
        _case.IsPublic.ShouldBeFalse();
        _case.DecidedAsVoted().IsPublic.ShouldBeFalse();
        _case.DecidedAsVoted().Adjust(Given.Today).Value.IsPublic.ShouldBeTrue();
    }

    [Theory]
    [InlineData("2027-01-10", "is before the decision")]
    [InlineData("2027-01-11", null)]
    [InlineData("2027-04-11", null)]
    [InlineData("2027-04-12", "is more than 90 days after the decision")]
    public void Adjustment_is_on_or_soon_after_the_day_of_the_decision(string on, string? fault) =>
        _case.DecidedAsVoted().FaultOfAdjustment(Day(on), new DateOnly(2027, 12, 31)).ShouldBe(fault);

    [Fact]
    public void Adjustment_and_notice_are_not_in_the_future()
    {
        _case.DecidedAsVoted().FaultOfAdjustment(Given.Today.AddDays(1), Given.Today).ShouldBe("is in the future");
        _case.DecidedAsVoted().Adjust(Given.Today).Value.FaultOfNotice(Given.Today.AddDays(1), Given.Today).ShouldBe("is in the future");
    }

    [Fact]
    public void Notice_follows_the_adjustment_and_is_posted_once()
    {
        _case.DecidedAsVoted().PostNotice(Given.Today).Error.ShouldBe(DecisionErrors.NotAdjusted);

        var adjusted = _case.DecidedAsVoted().Adjust(new DateOnly(2027, 1, 14)).Value;

        adjusted.FaultOfNotice(new DateOnly(2027, 1, 13), Given.Today).ShouldBe("is before the adjustment");
        adjusted.PostNotice(Given.Today).Value.PostNotice(Given.Today).Error.ShouldBe(DecisionErrors.NotAdjusted);
    }

    [Fact]
    public void Legal_force_comes_when_the_three_weeks_after_the_notice_are_over()
    {
        var adjusted = _case.DecidedAsVoted().Adjust(Given.Today).Value;

        adjusted.LegalForceOn.ShouldBeNull();
        adjusted.PostNotice(Given.Today).Value.LegalForceOn.ShouldBe(new DateOnly(2027, 2, 6));
    }

    [Fact]
    public void Version_rises_by_one_with_every_step()
    {
        var posted = _case.WriteReport("R").Value.DecidedAsVoted().Adjust(Given.Today).Value.PostNotice(Given.Today).Value;

        posted.Version.ShouldBe(5);
    }

    [Fact]
    public void Implementation_needs_an_adjusted_decision_and_no_legal_force()
    {
        PhaseGuards.BeforeImplementation(null).ShouldBe([PhaseGuards.CaseMissing]);
        PhaseGuards.BeforeImplementation(_case.DecidedAsVoted()).ShouldBe([PhaseGuards.NotAdjusted]);
        PhaseGuards.BeforeImplementation(_case.DecidedAsVoted().Adjust(Given.Today).Value).ShouldBeEmpty();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
