using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Medborgarbudget.Benchmarks;

/// <summary>Everything that is measured of the count, with the conditions it was measured under.</summary>
internal sealed record TallyTable(
    string Conditions, IReadOnlyList<Mark> Marks, AllReferences References, IReadOnlyList<NationalPoint> National)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static TallyTable Measure(string folder, int rounds, int mostBallots) => new(
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors; "
            + $"processor time of one thread, medians of {rounds} interleaved rounds, exact results",
        Benchmarks.Marks.Measure(folder, rounds),
        AllReferences.Measure(folder),
        [.. NationalGrowth.Measure(mostBallots)]);

    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>The same with one object a line, each under the name of what it is.</summary>
    public IEnumerable<string> JsonLines()
    {
        yield return Line("conditions", Conditions);
        foreach (var mark in Marks)
        {
            yield return Line("election", mark);
        }

        yield return Line("references", References);
        foreach (var point in National)
        {
            yield return Line("national", point);
        }
    }

    public IEnumerable<string> Lines()
    {
        yield return Conditions;
        yield return "";
        yield return $"{"election",-36}{"n",9}{"m",5}{"distinct",9}{"runs",6}{"MB/s",7}{"greedy ms",11}{"one ms",9}{"Add1U ms",10}{"x peer one",12}{"x peer Add1U",14}";
        foreach (var mark in Marks)
        {
            yield return Text($"{mark.Name,-36}{mark.Ballots,9}{mark.Projects,5}{mark.DistinctBallots,9}{mark.Add1Runs,6}{mark.ParseMegabytesPerSecond,7:f0}")
                + Text($"{mark.GreedyMs,11:f2}{mark.EqualSharesMs,9:f2}{mark.Add1ThenVotesMs,10:f1}")
                + Text($"{mark.PeerEqualSharesSeconds * 1e3 / mark.EqualSharesMs,12:f0}{mark.PeerAdd1Seconds * 1e3 / mark.Add1ThenVotesMs,14:f0}");
        }

        foreach (var line in ReferenceLines().Concat(NationalLines()))
        {
            yield return line;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Line<T>(string name, T value) =>
        JsonSerializer.Serialize(new Dictionary<string, T> { [name] = value }, JsonSerializerOptions.Web);

    private IEnumerable<string> ReferenceLines()
    {
        yield return "";
        yield return Text($"{References.Elections} elections, {References.Counts} counts, {References.Different} different from the reference: ")
            + Text($"{References.Seconds:f1} s, parse {References.ParseMegabytesPerSecond:f0} MB/s");
        yield return string.Join(", ", References.SecondsByRule.Select(rule => Text($"{rule.Key} {rule.Value:f2} s")));
    }

    private IEnumerable<string> NationalLines()
    {
        if (National.Count > 0)
        {
            yield return "";
            yield return $"{"national ballots",-18}{"distinct",10}{"build s",10}{"greedy s",10}{"Add1 s",10}{"runs",6}{"winners",9}{"peak MiB",10}";
        }

        foreach (var point in National)
        {
            yield return Text($"{point.Ballots,-18}{point.DistinctBallots,10}{point.BuildSeconds,10:f2}{point.GreedySeconds,10:f2}{point.Add1Seconds,10:f2}{point.Add1Runs,6}{point.Winners,9}{point.PeakMegabytes,10}");
        }
    }
}
