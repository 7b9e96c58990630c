using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// Where the counted ballots came from: the box, less what is annulled since its voter was marked for a paper card, and the paper cards.
/// Invariant: the figures balance.
/// </summary>
/// <param name="Voters">Persons with a ballot in the box.</param>
/// <param name="Annulled">Of these, persons whose paper card stands.</param>
/// <param name="Paper">By place; under no name the places that are too small to be told apart.</param>
public sealed record ChannelsRecord(SubBudgetId SubBudgetId, long Voters, long Annulled, ImmutableArray<PaperTally> Paper)
{
    /// <summary>The format's name, the first member.</summary>
    public const string Format = "mb1-channels";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Grounds =
        ["unreadable", "tooMany", "tooFew", "late", "notIdentified", "alreadyUsed", "wrongArea"];

    /// <summary>Paper cards that count.</summary>
    public long PaperCounted => Paper.Sum(place => place.Counted);

    /// <summary>Ballots of the counted list.</summary>
    public long Counted => Voters - Annulled + PaperCounted;

    /// <summary>Paper cards that do not count, by ground.</summary>
    public ImmutableArray<long> Invalid =>
        [.. Enumerable.Range(0, PaperTally.Grounds).Select(ground => Paper.Sum(place => place.Invalid[ground]))];

    /// <summary>Whether there is anything to tell: without paper the box is all there is.</summary>
    public bool IsNeeded => Annulled > 0 || !Paper.IsEmpty;

    /// <summary>The bytes of channels.json: JSON in UTF-8, fixed order of members, no blanks.</summary>
    public byte[] Canonical()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("subBudget", SubBudgetId.Value);
            json.WriteNumber("voters", Voters);
            json.WriteNumber("annulled", Annulled);
            json.WriteStartArray("paper");
            foreach (var place in Paper)
            {
                Write(json, place);
            }

            json.WriteEndArray();
            json.WriteNumber("paperCounted", PaperCounted);
            json.WriteNumber("counted", Counted);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Canonical"/> writes, to the byte.</summary>
    /// <returns>Why it is no such file, or null with the record.</returns>
    public static string? Read(ReadOnlyMemory<byte> canonical, out ChannelsRecord channels)
    {
        channels = null!;
        try
        {
            using var json = JsonDocument.Parse(canonical);
            channels = Read(json.RootElement);
            return channels.Fault() ?? (channels.Canonical().AsSpan().SequenceEqual(canonical.Span) ? null : "it is spelt otherwise than the format says");
        }
        catch (JsonException exception)
        {
            return $"it is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return "a member is missing or of the wrong kind";
        }
    }

    private static void Write(Utf8JsonWriter json, PaperTally place)
    {
        json.WriteStartObject();
        json.WriteString("place", place.PlaceName);
        json.WriteNumber("issued", place.Numbers.Issued);
        json.WriteNumber("received", place.Numbers.Received);
        json.WriteNumber("spoiled", place.Numbers.Spoiled);
        json.WriteNumber("missing", place.Numbers.Missing);
        json.WriteStartObject("invalid");
        foreach (var (ground, number) in Grounds.Zip(place.Invalid))
        {
            json.WriteNumber(ground, number);
        }

        json.WriteEndObject();
        json.WriteNumber("counted", place.Counted);
        json.WriteEndObject();
    }

    private static ChannelsRecord Read(JsonElement json) => new(
        new SubBudgetId(json.GetProperty("subBudget").GetGuid()),
        json.GetProperty("voters").GetInt64(),
        json.GetProperty("annulled").GetInt64(),
        [.. json.GetProperty("paper").EnumerateArray().Select(ReadPlace)]);

    private static PaperTally ReadPlace(JsonElement json)
    {
        var invalid = json.GetProperty("invalid");
        return new PaperTally(
            "",
            json.GetProperty("place").GetString() ?? "",
            new CardNumbers(Number("issued"), Number("received"), Number("spoiled"), Number("missing")),
            json.GetProperty("counted").GetInt64(),
            [.. Grounds.Select(ground => invalid.GetProperty(ground).GetInt64())]);

        int Number(string name) => json.GetProperty(name).GetInt32();
    }

    private string? Fault() => this switch
    {
        _ when Annulled < 0 || Annulled > Voters => "more ballots are annulled than there are voters",
        _ when !Paper.All(IsWhole) => "the figures of a place do not balance",
        _ => null,
    };

    private static bool IsWhole(PaperTally place) =>
        place.Numbers.Balance && place.Numbers is { Received: >= 0, Spoiled: >= 0, Missing: >= 0 }
        && place.Counted >= 0 && place.Invalid.All(number => number >= 0)
        && place.Numbers.Received == place.Counted + place.Invalid.Sum();
}
