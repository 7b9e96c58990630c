using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>The canonical text of a manifest. Its bytes are hashed, so nothing here may change within the format's version.</summary>
internal static class ManifestText
{
    private const string Format = "medborgarbudget.manifest.v3";

    /// <summary>Before there was a log: no electorate, keys and software. Still read and written, so that its hash stays what was published.</summary>
    private const string Unsigned = "medborgarbudget.manifest.v2";

    /// <summary>Written only where it is on: what was frozen before there was such a mode keeps its hash.</summary>
    private const string CastcheckMember = "castcheck";
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
                ReadCount(rule.GetProperty("count")))
            {
                HasCastcheck = rule.TryGetProperty(CastcheckMember, out var castcheck) && castcheck.GetBoolean(),
            },
            ReadTime(root.GetProperty("opens")),
            ReadTime(root.GetProperty("closes")),
            ReadTerms(root),
            root.GetProperty("rehearsal").GetBoolean()));
    }

    private static void Write(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteStartObject();
        json.WriteString("format", manifest.IsSigned ? Format : Unsigned);
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
        if (manifest.Rule.HasCastcheck)
        {
            json.WriteBoolean(CastcheckMember, true);
        }

        json.WriteEndObject();
        json.WriteString("tieOrder", Manifest.TieOrder);
        json.WriteString("opens", Text(manifest.Opens));
        json.WriteString("closes", Text(manifest.Closes));
        json.WriteString("acknowledgementLevel", manifest.Level.Name());
        if (manifest.IsSigned)
        {
            WriteElectorate(json, manifest.Terms.Electorate);
            WriteKeys(json, manifest.Terms.Keys);
            json.WriteString("software", manifest.Terms.Software);
        }

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

    private static void WriteElectorate(Utf8JsonWriter json, Electorate electorate)
    {
        json.WriteStartObject("electorate");
        json.WriteNumber("size", electorate.Size);
        json.WriteStartArray("areas");
        foreach (var area in electorate.Areas)
        {
            json.WriteStartObject();
            json.WriteString("area", area.Area);
            json.WriteNumber("size", area.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("rollHash", electorate.RollHash);
        json.WriteEndObject();
    }

    private static void WriteKeys(Utf8JsonWriter json, ManifestKeys keys)
    {
        json.WriteStartObject("keys");
        json.WriteString("log", keys.Log);
        json.WriteStartArray("witnesses");
        foreach (var witness in keys.Witnesses)
        {
            json.WriteStartObject();
            json.WriteString("name", witness.Name);
            json.WriteString("key", witness.Key);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ManifestTerms ReadTerms(JsonElement root)
    {
        var level = AcknowledgementLevels.Find(root.GetProperty("acknowledgementLevel").GetString())!.Value;
        return root.GetProperty("format").GetString() == Unsigned
            ? new ManifestTerms(level, new Electorate(0, [], ""), new ManifestKeys("", []), "")
            : new ManifestTerms(
                level,
                ReadElectorate(root.GetProperty("electorate")),
                ReadKeys(root.GetProperty("keys")),
                root.GetProperty("software").GetString()!);
    }

    private static Electorate ReadElectorate(JsonElement electorate) => new(
        electorate.GetProperty("size").GetInt64(),
        [.. electorate.GetProperty("areas").EnumerateArray().Select(area =>
            new ElectorateArea(area.GetProperty("area").GetString()!, area.GetProperty("size").GetInt64()))],
        electorate.GetProperty("rollHash").GetString()!);

    private static ManifestKeys ReadKeys(JsonElement keys) => new(
        keys.GetProperty("log").GetString()!,
        [.. keys.GetProperty("witnesses").EnumerateArray().Select(witness =>
            new WitnessKey(witness.GetProperty("name").GetString()!, witness.GetProperty("key").GetString()!))]);

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
