namespace Medborgarbudget.Tally.Tests;

public sealed class CountProgressTests
{
    private static readonly Election Small = ElectionGen.Approvals(10, [6, 7], ([0], 1), ([1], 1));

    private static readonly EqualSharesRule Add1 = new() { Completion = EqualSharesCompletion.Add1 };

    /// <summary>Endowments 5, 6 and 7 are tried; 7 is the first that overspends, and the outcome at 6 is made once more.</summary>
    [Fact]
    public void Every_run_of_Add1_is_reported()
    {
        var reports = new Reports();
        Add1.Count(Small, reports, CancellationToken.None);
        reports.ShouldBe([new(1, 0, 10), new(2, 6, 10), new(3, 10, 10), new(4, 6, 10)]);
    }

    [Fact]
    public void Other_rules_report_when_they_are_done()
    {
        var reports = new Reports();
        new GreedyRule().Count(Small, reports, CancellationToken.None);
        reports.ShouldBe([new(1, 6, 10)]);
    }

    [Fact]
    public void A_broken_off_count_gives_no_outcome()
    {
        foreach (var rule in (VotingRule[])[Add1, new GreedyRule(), new PhragmenRule(), new MaxWelfareRule(), new CstvRule(), new PotsRule()])
        {
            Should.Throw<OperationCanceledException>(() => rule.Count(Small, null, new CancellationToken(canceled: true)));
        }
    }

    [Fact]
    public void A_count_is_broken_off_on_its_way()
    {
        using var source = new CancellationTokenSource();
        var reports = new Reports { At = source.Cancel };
        Should.Throw<OperationCanceledException>(() => Add1.Count(Small, reports, source.Token));
        reports.Count.ShouldBe(1);
    }

    private sealed class Reports : List<CountProgress>, IProgress<CountProgress>
    {
        public Action? At { get; init; }

        public void Report(CountProgress value)
        {
            Add(value);
            At?.Invoke();
        }
    }
}
