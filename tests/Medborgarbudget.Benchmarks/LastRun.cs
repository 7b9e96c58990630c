using Medborgarbudget.Tally;

namespace Medborgarbudget.Benchmarks;

/// <summary>How many runs a count has made, by the progress it tells.</summary>
internal sealed class LastRun : IProgress<CountProgress>
{
    public int Number { get; private set; }

    public void Report(CountProgress value) => Number = value.Runs;
}
