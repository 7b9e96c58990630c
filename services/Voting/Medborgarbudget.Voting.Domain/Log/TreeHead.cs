using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// What a log had come to at a time (RFC 9162 §4.10 with places of ballots added). Not the signature: that is <see cref="SignedHead"/>.
/// Invariant: the number of leaves is the manifest, the ballots and at most one closing entry.
/// </summary>
public sealed record TreeHead
{
    private const string Title = "mb1-head";
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    private TreeHead()
    {
    }

    public required SubBudgetId SubBudgetId { get; init; }

    /// <summary>Number of leaves.</summary>
    public required long Size { get; init; }

    /// <summary>The root over them, RFC 9162 §2.1.1.</summary>
    public required ImmutableArray<byte> Root { get; init; }

    /// <summary>To the minute, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The last sequence of each shard that is in the log.</summary>
    public required ImmutableArray<long> Ends { get; init; }

    /// <summary>Leaves without the closing entry: the manifest and the ballots.</summary>
    public long Ballots => Ends.Sum();

    /// <summary>Whether the closing entry is in; nothing comes after it.</summary>
    public bool IsClosed => Size == Ballots + 2;

    /// <summary>A head of a log at a time, which is cut to the minute: heads tell nobody when within it a ballot came.</summary>
    /// <exception cref="ArgumentException">The size is not what the ends add up to.</exception>
    public static TreeHead Of(SubBudgetId subBudget, long size, ReadOnlySpan<byte> root, DateTimeOffset time, ReadOnlySpan<long> ends)
    {
        var head = new TreeHead
        {
            SubBudgetId = subBudget,
            Size = size,
            Root = [.. root],
            Time = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero),
            Ends = [.. ends],
        };
        return head.Fault() is { } fault ? throw new ArgumentException($"No head is like that: {fault}.", nameof(size)) : head;
    }

    /// <summary>Reads a signed text to the byte: what is read writes the same text again.</summary>
    /// <returns>Why it is no head, or null with the head.</returns>
    public static string? Read(string text, out TreeHead head)
    {
        ArgumentNullException.ThrowIfNull(text);
        head = null!;
        var lines = text.Split('\n');
        if (lines is not [Title, var subBudget, var size, var root, var time, var ends, ""])
        {
            return "it does not have six lines that begin with mb1-head";
        }

        if (!Id.TryParse<SubBudgetId>(subBudget, out var id))
        {
            return "the sub-budget is no id";
        }

        if (!TryReadNumber(size, out var leaves))
        {
            return "the number of leaves is no number";
        }

        if (!Base64Text.TryRead(root, out var hash))
        {
            return "the root is no base64";
        }

        if (!TryReadTime(time, out var moment))
        {
            return "the time is no time";
        }

        var parts = ends.Split(',');
        var sequences = parts.Select(part => TryReadNumber(part, out var number) ? number : -1).ToImmutableArray();
        head = new TreeHead { SubBudgetId = id, Size = leaves, Root = [.. hash], Time = moment, Ends = sequences };
        return head.Fault() ?? (head.Text() == text ? null : "it is spelt otherwise than the format says");
    }

    /// <summary>The text that is signed.</summary>
    public string Text()
    {
        var text = new StringBuilder(512);
        text.Append(Title).Append('\n').Append(SubBudgetId).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Size}\n{Convert.ToBase64String(Root.AsSpan())}\n{TimeText(Time)}\n");
        text.AppendJoin(',', Ends.Select(end => end.ToString(CultureInfo.InvariantCulture)));
        return text.Append('\n').ToString();
    }

    /// <summary>Signs the head.</summary>
    public SignedHead Sign(ECDsa key) => new(this, [.. LogSignature.Sign(key, Encoding.UTF8.GetBytes(Text()))], []);

    /// <summary>The leaf of a ballot that came between another head, or the beginning, and this one; null when it is not among those.</summary>
    public long? PlaceOf(TreeHead? earlier, int shard, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, Slot.Shards);
        var from = earlier?.Ends[shard] ?? 0;
        if (sequence <= from || sequence > Ends[shard])
        {
            return null;
        }

        var place = 1 + (earlier?.Ballots ?? 0);
        for (var other = 0; other < shard; other++)
        {
            place += Ends[other] - (earlier?.Ends[other] ?? 0);
        }

        return place + sequence - from - 1;
    }

    public bool Equals(TreeHead? other) => other is not null && other.Text() == Text();

    public override int GetHashCode() => Text().GetHashCode(StringComparison.Ordinal);

    internal static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time as heads and cosignatures spell it.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static bool TryReadNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private string? Fault() => this switch
    {
        { Root.Length: not MerkleTree.HashLength } => "the root is not of 32 bytes",
        { Time: { Second: not 0 } or { Millisecond: not 0 } } => "the time is not cut to the minute",
        { Ends.Length: not Slot.Shards } => "it does not have the ends of 64 shards",
        _ when Ends.Any(end => end is < 0 or > uint.MaxValue) => "the end of a shard is out of range",
        _ when Size - Ballots is not (1 or 2) => "the number of leaves is not what the ends of the shards add up to",
        _ => null,
    };
}
