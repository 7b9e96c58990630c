using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class MajorityJudgementRuleTests
{
    private const int Iterations = 2000;

    private static readonly Gen<(MadeElection Made, MajorityJudgementRule Rule)> Case =
        from made in ElectionGen.Any
        from least in Gen.Int[0, 2]
        from stops in Gen.Bool
        from from1 in Gen.Int[-5, 5]
        from steps in Gen.Int[1, 6].Array[2]
        from groups in ElectionGen.Groups(made)
        select (made, new MajorityJudgementRule
        {
            GradeFrom = [new(from1, 1), new(from1 + steps[0], 1), new(from1 + steps[0] + steps[1], 1)],
            LeastGrade = least,
            StopsAtFirstMisfit = stops,
            ExclusiveGroups = groups,
            OrdinalScoring = OrdinalScoring.BallotLength,
        });

    [Fact]
    public void The_middle_grade_decides_and_not_the_sum()
    {
        // "loved" has more points in all, but half of the voters grade it lowest.
        var outcome = new MajorityJudgementRule().Count(Graded(10, ("loved", 10, [3, 3, 3, 0, 0, 0]), ("liked", 10, [1, 1, 1, 1, 1, 1])));
        outcome.SelectedIds.ShouldBe(["liked"]);
        outcome.Grades[0].ShouldSatisfyAllConditions(
            grades => grades.MajorityGrade.ShouldBe(0), grades => grades.Better.ShouldBe(3), grades => grades.Worse.ShouldBe(0));
    }

    [Fact]
    public void More_better_grades_than_worse_lift_a_project_and_otherwise_the_worse_sink_it()
    {
        var election = Graded(
            3, ("sunk", 1, [3, 2, 2, 0, 0]), ("lifted", 1, [3, 3, 2, 2, 0]), ("even", 1, [2, 2, 2, 2, 2]), ("low", 1, [3, 3, 1, 1, 1]));
        new MajorityJudgementRule().Count(election).Order.Select(project => election.Projects[project].Id)
            .ShouldBe(["lifted", "even", "sunk", "low"]);
    }

    [Fact]
    public void A_project_under_the_least_grade_is_left_out()
    {
        var outcome = new MajorityJudgementRule { LeastGrade = 2 }.Count(Graded(9, ("good", 1, [2, 2, 2]), ("poor", 1, [3, 1, 1])));
        outcome.Projects.Select(project => project.Verdict).ShouldBe([Verdict.Elected, Verdict.UnderThreshold]);
    }

    [Fact]
    public void A_project_left_out_of_a_ballot_gets_the_grade_of_the_default_score()
    {
        var builder = new ElectionBuilder(VoteType.Scoring, 10);
        builder.AddProject("a", "", 1);
        builder.AddProject("b", "", 1);
        builder.SetMeta("default_score", "2");
        builder.AddBallot([0], [1], weight: 3);
        builder.AddBallot([1], [3]);
        new MajorityJudgementRule().Count(builder.Build()).Grades[1].Counts.ShouldBe([0, 0, 3, 1]);
    }

    [Fact]
    public void The_result_document_tells_the_grades()
    {
        var outcome = new MajorityJudgementRule().Count(Graded(9, ("good", 1, [3, 2, 0])));
        System.Text.Encoding.UTF8.GetString(new ResultDocument(outcome, "").ToJson()).ShouldContain("\"price\":null,\"grades\":[1,0,1,1]}");
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(3, 2, 1)]
    public void Grades_ascend(int first, int second, int third) =>
        Should.Throw<ArgumentException>(() => new MajorityJudgementRule
        {
            GradeFrom = [ExactDecimal.Whole(first), ExactDecimal.Whole(second), ExactDecimal.Whole(third)],
        }.Count(Graded(1, ("a", 1, [1]))));

    /// <summary>Taking the middle grade away one by one and comparing what was taken is how majority judgement is defined.</summary>
    [Fact]
    public void The_gauge_orders_as_the_middle_grades_taken_away_one_by_one() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 15], Gen.Int[0, 3].Array[15]).Sample(
            (mine, longer) =>
            {
                var theirs = longer[..mine.Length];
                var byGauge = GradesOf(mine).CompareGauge(GradesOf(theirs));
                if (byGauge != 0)
                {
                    Math.Sign(byGauge).ShouldBe(Math.Sign(CompareValues([.. mine.Order()], [.. theirs.Order()])));
                }
            },
            iter: 20_000);

    [Fact]
    public void The_order_and_the_grouping_of_ballots_never_matter() =>
        Case.Sample(x => x.Made.ShouldNotDependOnItsBallots(x.Rule), iter: Iterations);

    [Fact]
    public void The_outcome_is_sound() => Case.Sample(x => x.Made.ShouldBeSound(x.Rule), iter: Iterations);

    [Fact]
    public void Approvals_are_ordered_by_votes() =>
        ElectionGen.Any.Where(made => made.VoteType is VoteType.Approval or VoteType.Knapsack).Sample(
            made => new MajorityJudgementRule().Count(made.Build()).Winners.ShouldBe(new GreedyRule().Count(made.Build()).Winners),
            iter: Iterations);

    private static int CompareValues(List<int> mine, List<int> theirs)
    {
        while (mine.Count > 0)
        {
            var middle = (mine.Count - 1) / 2;
            if (mine[middle] != theirs[middle])
            {
                return mine[middle].CompareTo(theirs[middle]);
            }

            mine.RemoveAt(middle);
            theirs.RemoveAt(middle);
        }

        return 0;
    }

    private static Grades GradesOf(int[] grades) => new([.. Enumerable.Range(0, 4).Select(grade => grades.LongCount(own => own == grade))]);

    private static Election Graded(long budget, params (string Id, long Cost, long[] Grades)[] projects)
    {
        var builder = new ElectionBuilder(VoteType.Scoring, budget);
        foreach (var (id, cost, _) in projects)
        {
            builder.AddProject(id, "", cost);
        }

        int[] all = [.. Enumerable.Range(0, projects.Length)];
        for (var voter = 0; voter < projects[0].Grades.Length; voter++)
        {
            builder.AddBallot(all, [.. projects.Select(project => project.Grades[voter])]);
        }

        return builder.Build();
    }
}
