using System.Security.Cryptography;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>
/// How the voters of a day are spread over it: the share of them that comes in each equal part of the day. Within a part they come as independent persons do,
/// each at a moment of his own.
/// </summary>
internal sealed record ArrivalShape(string Name, IReadOnlyList<double> Parts)
{
    /// <summary>
    /// The last 24 hours of an internet vote, in parts of the mean, about as in Estonia: the busiest hour is the last, with 4.5 times the mean.
    /// </summary>
    public static readonly ArrivalShape Estonia = new(
        "estonia",
        [0.1, 0.05, 0.05, 0.05, 0.05, 0.15, 0.4, 0.8, 1.1, 1.2, 1.2, 1.1, 1.0, 0.95, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 2.3, 4.5]);

    /// <summary>A quiet day in which the television tells of the vote: half of all come in one twentieth of the time, from one moment to the next.</summary>
    public static readonly ArrivalShape TelevisionMinute = new("tv-minute", [.. Enumerable.Range(0, 20).Select(part => part == 8 ? 10.0 : 10.0 / 19)]);

    public static readonly ArrivalShape Flat = new("flat", [1]);

    public static readonly IReadOnlyList<ArrivalShape> All = [Estonia, TelevisionMinute, Flat];

    /// <summary>When each of so many voters comes, in order, within the time given.</summary>
    public TimeSpan[] Arrivals(int voters, TimeSpan duration)
    {
        var moments = new double[voters];
        var all = Parts.Sum();
        for (var voter = 0; voter < voters; voter++)
        {
            moments[voter] = MomentOf(all * RandomNumberGenerator.GetInt32(int.MaxValue) / int.MaxValue);
        }

        Array.Sort(moments);
        return Array.ConvertAll(moments, moment => duration * moment);
    }

    /// <summary>Voters a second at a moment (0 to 1) of the day.</summary>
    public double RateAt(double moment, int voters, TimeSpan duration) =>
        voters / duration.TotalSeconds * Parts[Math.Min((int)(moment * Parts.Count), Parts.Count - 1)] / Parts.Average();

    /// <summary>The moment (0 to 1) by which so much of the sum of all parts has come.</summary>
    private double MomentOf(double left)
    {
        var part = 0;
        while (part < Parts.Count - 1 && left > Parts[part])
        {
            left -= Parts[part++];
        }

        return Math.Min(1, (part + (left / Parts[part])) / Parts.Count);
    }
}
