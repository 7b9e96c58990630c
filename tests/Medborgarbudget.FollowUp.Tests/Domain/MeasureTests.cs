using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Tests.Domain;

public sealed class MeasureTests
{
    [Fact]
    public void Planning_what_is_ordered_takes_it_into_planning() =>
        Given.Measure().PlanAs(Given.Plan()).Value.State.ShouldBe(MeasureState.Planning);

    [Fact]
    public void Planning_anew_keeps_state_and_reached_milestones()
    {
        var ongoing = Given.Planned("m1", "m2").Report(Given.Report(MeasureState.Ongoing, "m1"), Given.Now).Value;

        var again = ongoing.PlanAs(Given.Plan("m1", "m3")).Value;

        again.State.ShouldBe(MeasureState.Ongoing);
        again.Plan!.Milestones.Select(milestone => milestone.ReachedOn).ShouldBe([Given.Today, null]);
    }

    [Fact]
    public void Planning_anew_without_a_reached_milestone_is_refused()
    {
        var reached = Given.Planned("m1").Report(Given.Report(MeasureState.Planning, "m1"), Given.Now).Value;

        reached.PlanAs(Given.Plan("m2")).Error!.Faults.ShouldHaveSingleItem().Field.ShouldBe("milestones");
    }

    [Fact]
    public void Milestone_keeps_the_day_on_which_it_was_first_reached()
    {
        var reached = Given.Planned("m1").Report(Given.Report(MeasureState.Planning, "m1"), Given.Now).Value;

        var again = reached.Report(Given.Report(MeasureState.Planning, "m1"), Given.Now.AddDays(9)).Value;

        again.Plan!.Milestones[0].ReachedOn.ShouldBe(Given.Today);
    }

    [Fact]
    public void Milestone_that_is_not_planned_cannot_be_reached()
    {
        Given.Planned("m1").Report(Given.Report(MeasureState.Planning, "m2"), Given.Now).Error.ShouldBe(FollowUpErrors.MilestoneUnknown);
        Given.Measure().Report(Given.Report(MeasureState.Ordered, "m1"), Given.Now).Error.ShouldBe(FollowUpErrors.MilestoneUnknown);
    }

    [Fact]
    public void Report_counts_and_gives_the_newest_update()
    {
        var ongoing = Given.Planned().Report(Given.Report(MeasureState.Ongoing), Given.Now).Value;

        ongoing.NewestUpdate("Grävt klart").ShouldBe(
            new ProgressUpdate(ongoing.Id, 1, Given.Now, MeasureState.Ongoing, new Money(1_000_00), "Grävt klart"));
    }

    [Theory]
    [InlineData("2027-06-01", 0)]
    [InlineData("2027-06-02", 1)]
    [InlineData("2027-07-01", 30)]
    public void Days_late_count_from_the_planned_day(string today, int days) =>
        Given.Planned().DaysLate(Day(today)).ShouldBe(days);

    [Fact]
    public void Measure_without_a_plan_is_not_late() => Given.Measure().DaysLate(new DateOnly(2030, 1, 1)).ShouldBe(0);

    [Fact]
    public void Finished_measure_stays_as_late_as_it_was()
    {
        var inJune = new DateTimeOffset(2027, 6, 11, 8, 0, 0, TimeSpan.Zero);
        var finished = Given.In(MeasureState.Ongoing).Report(Given.Report(MeasureState.Finished), inJune).Value;

        finished.DaysLate(new DateOnly(2028, 1, 1)).ShouldBe(10);
        finished.Report(Given.Report(MeasureState.HandedOver), inJune.AddDays(50)).Value.DaysLate(new DateOnly(2028, 1, 1)).ShouldBe(10);
    }

    [Fact]
    public void Stopped_measure_is_neither_late_nor_silent()
    {
        var stopped = Given.Planned().StopBy(new Stop("Slut", "KF § 1", "Åter"), Given.Now).Value;

        stopped.DaysLate(new DateOnly(2030, 1, 1)).ShouldBe(0);
        stopped.IsSilent(Given.Now.AddYears(2)).ShouldBeFalse();
    }

    [Fact]
    public void Measure_is_silent_after_90_days_until_it_is_heard_of_again()
    {
        var planned = Given.Planned();

        planned.IsSilent(Given.Now.AddDays(90).AddSeconds(-1)).ShouldBeFalse();
        planned.IsSilent(Given.Now.AddDays(90)).ShouldBeTrue();
        planned.Report(Given.Report(MeasureState.Planning), Given.Now.AddDays(90)).Value.IsSilent(Given.Now.AddDays(91)).ShouldBeFalse();
    }

    [Fact]
    public void Milestones_have_keys_of_their_own_and_are_at_most_30()
    {
        Plan.FaultOf(["m1", "m2"]).ShouldBeNull();
        Plan.FaultOf(["m1", "m1"]).ShouldNotBeNull();
        Plan.FaultOf([.. Enumerable.Range(1, 31).Select(number => $"m{number}")]).ShouldNotBeNull();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
