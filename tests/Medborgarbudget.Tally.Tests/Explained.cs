namespace Medborgarbudget.Tally.Tests;

internal static class Explained
{
    public static Explanation Explain(this CountOutcome outcome) => Explanation.Of(outcome, TestContext.Current.CancellationToken);
}
