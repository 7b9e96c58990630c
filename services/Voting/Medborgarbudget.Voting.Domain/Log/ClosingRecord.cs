using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>A number that was given out and that no ballot has.</summary>
public readonly record struct Gap(int Shard, long Sequence);

/// <summary>
/// How a log ended, written once; its bytes are named by the last entry. Invariant: a gap lies within its shard, gaps stand in order,
/// each once, and the versions are the numbers that were given out without the gaps.
/// </summary>
public sealed record ClosingRecord
{
    /// <summary>The format's name, the first member.</summary>
    public const string Format = "mb1-closing";

    private ClosingRecord()
    {
    }

    public required SubBudgetId SubBudgetId { get; init; }

    /// <summary>SHA-256 of the manifest, hexadecimal in lower case.</summary>
    public required string Manifest { get; init; }

    /// <summary>The last sequence of each shard.</summary>
    public required ImmutableArray<long> Ends { get; init; }

    public required ImmutableArray<Gap> Gaps { get; init; }

    /// <summary>Ballots, with those that were replaced.</summary>
    public required long Versions { get; init; }

    /// <summary>Ballots that count.</summary>
    public required long Voters { get; init; }

    /// <exception cref="ArgumentException">A closing cannot be like that.</exception>
    public static ClosingRecord Of(SubBudgetId subBudget, string manifest, ReadOnlySpan<long> ends, IEnumerable<Gap> gaps, long voters)
    {
        ImmutableArray<Gap> ordered = [.. gaps.OrderBy(gap => gap.Shard).ThenBy(gap => gap.Sequence)];
        var closing = new ClosingRecord
        {
            SubBudgetId = subBudget,
            Manifest = manifest,
            Ends = [.. ends],
            Gaps = ordered,
            Versions = Sum(ends) - ordered.Length,
            Voters = voters,
        };
        return closing.Fault() is { } fault ? throw new ArgumentException($"No closing is like that: {fault}.", nameof(gaps)) : closing;
    }

    /// <summary>The bytes of closing.json: JSON in UTF-8, fixed order of members, no blanks.</summary>
    public byte[] Canonical()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("subBudget", SubBudgetId.Value);
            json.WriteString("manifest", Manifest);
            json.WriteStartArray("ends");
            foreach (var end in Ends)
            {
                json.WriteNumberValue(end);
            }

            json.WriteEndArray();
            json.WriteStartArray("gaps");
            foreach (var gap in Gaps)
            {
                json.WriteStartArray();
                json.WriteNumberValue(gap.Shard);
                json.WriteNumberValue(gap.Sequence);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteNumber("versions", Versions);
            json.WriteNumber("voters", Voters);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Canonical"/> writes, to the byte.</summary>
    /// <returns>Why it is no closing, or null with the closing.</returns>
    public static string? Read(ReadOnlyMemory<byte> canonical, out ClosingRecord closing)
    {
        closing = null!;
        try
        {
            using var json = JsonDocument.Parse(canonical);
            closing = Read(json.RootElement);
            return closing.Fault() ?? (closing.Canonical().AsSpan().SequenceEqual(canonical.Span) ? null : "it is spelt otherwise than the format says");
        }
        catch (JsonException exception)
        {
            return $"it is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            return "a member is missing or of the wrong kind";
        }
    }

    private static ClosingRecord Read(JsonElement json) => new()
    {
        SubBudgetId = new SubBudgetId(json.GetProperty("subBudget").GetGuid()),
        Manifest = json.GetProperty("manifest").GetString() ?? "",
        Ends = [.. json.GetProperty("ends").EnumerateArray().Select(end => end.GetInt64())],
        Gaps = [.. json.GetProperty("gaps").EnumerateArray().Select(gap => new Gap(gap[0].GetInt32(), gap[1].GetInt64()))],
        Versions = json.GetProperty("versions").GetInt64(),
        Voters = json.GetProperty("voters").GetInt64(),
    };

    private static long Sum(ReadOnlySpan<long> ends)
    {
        var sum = 0L;
        foreach (var end in ends)
        {
            sum += end;
        }

        return sum;
    }

    private string? Fault() => this switch
    {
        { Ends.Length: not Slot.Shards } => "it does not have the ends of 64 shards",
        _ when Ends.Any(end => end is < 0 or > uint.MaxValue) => "the end of a shard is out of range",
        _ when !Gaps.All(IsInside) => "a gap lies outside its shard",
        _ when !AreGapsInOrder() => "the gaps are not in order",
        _ when Versions != Ends.Sum() - Gaps.Length => "the versions are not the numbers given out without the gaps",
        _ when Voters < 0 || Voters > Versions => "there are more voters than ballots",
        _ => null,
    };

    private bool IsInside(Gap gap) => gap.Shard is >= 0 and < Slot.Shards && gap.Sequence >= 1 && gap.Sequence <= Ends[gap.Shard];

    private bool AreGapsInOrder() =>
        Gaps.Zip(Gaps.Skip(1)).All(pair => (pair.First.Shard, pair.First.Sequence).CompareTo((pair.Second.Shard, pair.Second.Sequence)) < 0);
}
