using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>The canonical text of a manifest. Its bytes are hashed, so nothing here may change within the format's version.</summary>
internal static class ManifestText
{
    private const string Format = "medborgarbudget.manifest.v2";
    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Manifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, manifest);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static Manifest Read(ReadOnlyMemory<byte> canonical)
    {
        using var document = JsonDocument.Parse(canonical);
        var root = document.RootElement;
        var rule = root.GetProperty("rule");
        return Manifest.Of(new ManifestParts(
            new SubBudgetId(root.GetProperty("subBudget").GetGuid()),
            new OrganisationId(root.GetProperty("organisation").GetGuid()),
            [.. root.GetProperty("items").EnumerateArray().Select(ReadItem)],
            new Money(root.GetProperty("amountOre").GetInt64()),
            new VotingRule(
                Enum.Parse<VoteType>(rule.GetProperty("voteType").GetString()!),
                rule.GetProperty("maxChoices").GetInt32(),
                ReadCount(rule.GetProperty("count"))),
            ReadTime(root.GetProperty("opens")),
            ReadTime(root.GetProperty("closes")),
            AcknowledgementLevels.Find(root.GetProperty("acknowledgementLevel").GetString())!.Value,
            root.GetProperty("rehearsal").GetBoolean()));
    }

    private static void Write(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("subBudget", manifest.SubBudgetId.Value);
        json.WriteString("organisation", manifest.OrganisationId.Value);
        json.WriteStartArray("items");
        foreach (var item in manifest.Items)
        {
            WriteItem(json, item);
        }

        json.WriteEndArray();
        json.WriteNumber("amountOre", manifest.Amount.Ore);
        json.WriteStartObject("rule");
        json.WriteString("voteType", manifest.Rule.VoteType.ToString());
        json.WriteNumber("maxChoices", manifest.Rule.MaxChoices);
        json.WritePropertyName("count");
        Tally.RuleJson.Write(json, manifest.Rule.Count);
        json.WriteEndObject();
        json.WriteString("tieOrder", Manifest.TieOrder);
        json.WriteString("opens", Text(manifest.Opens));
        json.WriteString("closes", Text(manifest.Closes));
        json.WriteString("acknowledgementLevel", manifest.Level.Name());
        json.WriteBoolean("rehearsal", manifest.IsRehearsal);
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, BallotItem item)
    {
        json.WriteStartObject();
        json.WriteNumber("number", item.Number);
        json.WriteString("proposal", item.ProposalId.Value);
        json.WriteString("title", item.Title);
        json.WriteString("text", item.Text);
        json.WriteString("place", item.Place);
        json.WriteNumber("costOre", item.Cost.Ore);
        json.WriteEndObject();
    }

    private static Tally.VotingRule ReadCount(JsonElement rule) => Tally.RuleJson.TryRead(rule, out var count)
        ? count
        : throw new InvalidDataException("The manifest's rule is of another version.");

    private static BallotItem ReadItem(JsonElement item) => new(
        new ProposalId(item.GetProperty("proposal").GetGuid()),
        item.GetProperty("number").GetInt32(),
        item.GetProperty("title").GetString()!,
        item.GetProperty("text").GetString()!,
        item.GetProperty("place").GetString()!,
        new Money(item.GetProperty("costOre").GetInt64()));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadTime(JsonElement time) => DateTimeOffset.ParseExact(
        time.GetString()!, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
