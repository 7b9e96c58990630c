using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>Writes what the counting library tells into the count's row, on the thread that counts; another one reads and reports it.</summary>
internal static class CountProgress
{
    public static IProgress<Tally.CountProgress> Progress(this CountRow work) => new Writer(work);

    private sealed class Writer(CountRow work) : IProgress<Tally.CountProgress>
    {
        public void Report(Tally.CountProgress value) => (work.Runs, work.Spent) = (value.Runs, new Money(value.Spent));
    }
}
