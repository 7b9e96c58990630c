using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals.Tests.Domain;

public sealed class CourseTests
{
    private static readonly Func<Course, Course>[] Facts =
    [
        course => course.WithOutcome(3, isFeasible: true, new Money(100), ""),
        course => course.OnBallot(),
        course => course.WithResult(isSelected: true),
        course => course.WithDecision(isApproved: false),
    ];

    private static readonly ProposalState[] States =
        [ProposalState.Feasible, ProposalState.OnBallot, ProposalState.Selected, ProposalState.Rejected];

    [Fact]
    public void State_is_that_of_the_furthest_fact_in_whatever_order_the_facts_arrive()
    {
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var course = Course.None;
            var furthest = 0;
            foreach (var fact in order)
            {
                course = Facts[fact](course);
                furthest = Math.Max(furthest, fact);
                course.State().ShouldBe(States[furthest], string.Join(' ', order));
            }
        }
    }

    [Fact]
    public void Fact_told_twice_changes_nothing()
    {
        foreach (var fact in Facts)
        {
            var once = fact(Course.None);
            fact(once).ShouldBe(once);
        }
    }

    [Fact]
    public void Outcome_that_is_not_newer_changes_nothing()
    {
        var refused = Course.None.WithOutcome(5, isFeasible: false, new Money(7), "Marken är inte kommunens.");

        refused.WithOutcome(4, isFeasible: true, new Money(100), "").ShouldBe(refused);
        refused.Cost.ShouldBe(Money.Zero);
        refused.WithOutcome(6, isFeasible: true, new Money(100), "").State().ShouldBe(ProposalState.Feasible);
    }

    [Fact]
    public void Certified_result_and_decision_are_never_turned()
    {
        Course.None.WithResult(isSelected: false).WithResult(isSelected: true).State().ShouldBe(ProposalState.NotSelected);
        Course.None.WithDecision(isApproved: true).WithDecision(isApproved: false).State().ShouldBe(ProposalState.Approved);
    }

    private static IEnumerable<int[]> Orders(int[] left) => left.Length == 0
        ? [[]]
        : left.SelectMany(first => Orders([.. left.Except([first])]).Select(rest => (int[])[first, .. rest]));
}
