using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>
/// How far reading, counting and explaining have come over all files, as one number that only rises. Each step of a file weighs as
/// much as the file is large. May be asked while another thread works.
/// </summary>
internal sealed class RecountProgress(ElectionFiles files, bool isExplained) : IProgress<CountProgress>, IProgress<ExplanationProgress>
{
    private long size;
    private long before;
    private long passed;
    private int rule;
    private int rules = 1;

    /// <summary>What <see cref="Done"/> is in the end.</summary>
    public long Most => Math.Max(1, files.Bytes * (isExplained ? 3 : 2));

    public long Done => files.BytesRead + Interlocked.Read(ref passed);

    /// <summary>The counting of a file begins.</summary>
    public void BeginFile(string path)
    {
        size = File.Exists(path) ? new FileInfo(path).Length : 0;
        before = passed;
        rule = 0;
    }

    /// <summary>The next of several rules begins.</summary>
    public void BeginRule(int number, int of) => (rule, rules) = (number, of);

    /// <summary>What is spent of the budget tells how far a rule has come.</summary>
    public void Report(CountProgress value) => Pass((rule + Part(value.Spent, value.Budget)) / rules);

    public void Report(ExplanationProgress value) => Pass(1 + Part(value.Explained, value.Projects));

    /// <summary>Nothing more comes of the file, whatever was left out.</summary>
    public void EndFile() => Pass(isExplained ? 2 : 1);

    private static double Part(long done, long most) => most > 0 ? (double)done / most : 1;

    private void Pass(double steps) =>
        Interlocked.Exchange(ref passed, Math.Max(passed, before + (long)(steps * size)));
}
