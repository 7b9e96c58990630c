namespace Medborgarbudget.Tally.Tests;

public sealed class ExplanationProgressTests
{
    private static readonly Election Small = ElectionGen.Approvals(10, [6, 7], ([0], 1), ([1], 1));

    [Fact]
    public void Every_project_is_reported()
    {
        foreach (var rule in (VotingRule[])[new EqualSharesRule(), new GreedyRule()])
        {
            var reports = new Reports();
            Explanation.Of(rule.Count(Small), reports, TestContext.Current.CancellationToken);
            reports.ShouldBe([new(1, 2), new(2, 2)]);
        }
    }

    [Fact]
    public void A_broken_off_explanation_gives_nothing()
    {
        foreach (var rule in (VotingRule[])[new EqualSharesRule(), new GreedyRule()])
        {
            var outcome = rule.Count(Small);
            Should.Throw<OperationCanceledException>(() => Explanation.Of(outcome, null, new CancellationToken(canceled: true)));
        }
    }

    private sealed class Reports : List<ExplanationProgress>, IProgress<ExplanationProgress>
    {
        public void Report(ExplanationProgress value) => Add(value);
    }
}
