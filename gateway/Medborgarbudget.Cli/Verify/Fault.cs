using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Something that is not as it must be, and where. Ranges run from the first to the last, inclusive.</summary>
/// <param name="File">The published file.</param>
/// <param name="What">What is wrong there.</param>
internal sealed record Fault(string File, string What)
{
    /// <summary>The line, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Bytes of the file, from 0.</summary>
    public (long First, long Last)? Bytes { get; init; }

    /// <summary>Leaves of the log, from 0.</summary>
    public (long First, long Last)? Leaves { get; init; }

    public int? Shard { get; init; }

    /// <summary>Numbers in the shard, from 1.</summary>
    public (long First, long Last)? Sequences { get; init; }

    /// <summary>A range of bytes by its length; an empty one is the place where bytes are missing.</summary>
    public static (long First, long Last) Range(long from, long length) => (from, Math.Max(from, from + length - 1));

    /// <summary>One fault for two that follow each other within a shard, or null.</summary>
    public Fault? JoinedWith(Fault next) =>
        Shard is not null && (next.File, next.What, next.Shard, next.Line) == (File, What, Shard, Line)
        && Sequences is { } before && next.Sequences is { } after && after.First == before.Last + 1
            ? this with
            {
                Sequences = (before.First, after.Last),
                Bytes = Bytes is { } from && next.Bytes is { } to ? (from.First, to.Last) : Bytes,
                Leaves = Leaves is { } first && next.Leaves is { } last && last.First == first.Last + 1 ? (first.First, last.Last) : null,
            }
            : null;

    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line is { } line)
        {
            text.Append(CultureInfo.InvariantCulture, $", line {line}");
        }

        Append(text, "byte", Bytes);
        Append(text, "leaf", Leaves, "leaves");
        if (Shard is { } shard)
        {
            text.Append(CultureInfo.InvariantCulture, $", shard {shard}");
        }

        Append(text, "number", Sequences);
        return text.Append(": ").Append(What).ToString();
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("file", File);
        if (Line is { } line)
        {
            json.WriteNumber("line", line);
        }

        Write(json, "bytes", Bytes);
        Write(json, "leaves", Leaves);
        if (Shard is { } shard)
        {
            json.WriteNumber("shard", shard);
        }

        Write(json, "sequences", Sequences);
        json.WriteString("what", What);
        json.WriteEndObject();
    }

    private static void Append(StringBuilder text, string one, (long First, long Last)? range, string? many = null)
    {
        if (range is { } place)
        {
            text.Append(FormattableString.Invariant(place.First == place.Last
                ? (FormattableString)$", {one} {place.First}"
                : $", {many ?? $"{one}s"} {place.First} to {place.Last}"));
        }
    }

    private static void Write(Utf8JsonWriter json, string name, (long First, long Last)? range)
    {
        if (range is { } place)
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(place.First);
            json.WriteNumberValue(place.Last);
            json.WriteEndArray();
        }
    }
}

/// <summary>Every fault in the order they are found; those that follow each other without a break are one.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> faults = [];

    public IReadOnlyList<Fault> All => faults;

    public void Add(Fault fault)
    {
        if (faults.Count > 0 && faults[^1].JoinedWith(fault) is { } joined)
        {
            faults[^1] = joined;
        }
        else
        {
            faults.Add(fault);
        }
    }
}
