using BenchmarkDotNet.Attributes;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Benchmarks;

/// <summary>Single counts for a closer look: time and allocations. They need no files.</summary>
[MemoryDiagnoser]
public class CountBenchmarks
{
    private Election election = null!;

    /// <summary>How many ballots.</summary>
    [Params(10_000, 100_000)]
    public int Ballots { get; set; }

    [GlobalSetup]
    public void Generate() => election = NationalElection.Generate(Ballots);

    [Benchmark]
    public CountOutcome Greedy() => new GreedyRule().Count(election);

    [Benchmark]
    public CountOutcome EqualSharesOnce() => new EqualSharesRule { Completion = EqualSharesCompletion.None }.Count(election);
}
