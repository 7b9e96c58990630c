namespace Medborgarbudget.Tally;

/// <summary>One count by majority judgement: the grades of every project, their order by gauge, and a walk through it.</summary>
internal sealed class MajorityJudgementCount
{
    private readonly Election election;
    private readonly MajorityJudgementRule rule;
    private readonly Support support;
    private readonly Grades[] grades;

    public MajorityJudgementCount(Election election, MajorityJudgementRule rule)
    {
        this.election = election;
        this.rule = rule;
        support = Support.Of(election, rule.OrdinalScoring);
        grades = [.. Count().Select(counts => new Grades([.. counts]))];
    }

    public CountOutcome Run()
    {
        var ties = new TieOrder(election, support);
        var order = Enumerable.Range(0, grades.Length).ToArray();
        Array.Sort(order, (x, y) => grades[y].CompareGauge(grades[x]) is not 0 and var byGauge ? byGauge : ties.Compare(x, y));
        var walk = new BudgetWalk(election, rule.StopsAtFirstMisfit, rule.ExclusiveGroups, []);
        foreach (var project in order)
        {
            walk.Visit(project, LeftOut(project));
        }

        return walk.Finish(rule, support) with { Grades = [.. grades] };
    }

    private Verdict LeftOut(int project) =>
        support.Votes[project] == 0 || grades[project].AreAllLowest ? Verdict.NoSupport
        : grades[project].MajorityGrade < rule.LeastGrade ? Verdict.UnderThreshold
        : Verdict.None;

    private long[][] Count()
    {
        var counts = election.Projects.Select(_ => new long[MajorityJudgementRule.GradeCount]).ToArray();
        var ballots = election.Ballots;
        var leftOut = GradeOf(election.Limits.DefaultScore);
        foreach (var own in counts)
        {
            own[leftOut] = ballots.BallotCount;
        }

        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            var chosen = ballots.Projects(ballotClass);
            for (var place = 0; place < chosen.Length; place++)
            {
                var points = Support.PointsOf(election, rule.OrdinalScoring, ballotClass, place);
                counts[chosen[place]][leftOut] -= ballots.Weight(ballotClass);
                counts[chosen[place]][GradeOf(new ExactDecimal(points, ballots.PointDecimals))] += ballots.Weight(ballotClass);
            }
        }

        return counts;
    }

    private int GradeOf(ExactDecimal points) => rule.GradeFrom.Count(least => points.CompareTo(least) >= 0);
}
