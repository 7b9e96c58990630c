using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Cli.Recount;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>What was checked, and every fault.</summary>
/// <param name="Manifest">Null when it cannot be read.</param>
internal sealed record VerifyReport(
    PublishedManifest? Manifest, IReadOnlyList<CheckedHead> Heads, ClosingRecord? Closing, IReadOnlyList<Fault> Faults)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ballots of the counted list; null without one.</summary>
    public long? Counted { get; init; }

    /// <summary>Where they came from; null when all came from the box.</summary>
    public ChannelsRecord? Channels { get; init; }

    /// <summary>Null without the sealed ballots of auditors.</summary>
    public long? SealedBallots { get; init; }

    public long? SealedVoters { get; init; }

    /// <summary>Voters who were given a token; null without their list.</summary>
    public long? IssuedVoters { get; init; }

    public int Receipts { get; init; }

    public int ExitCode => Faults.Count == 0 ? 0 : CommandException.FailedCode;

    private TreeHead? Last => Heads.Count > 0 ? Heads[^1].Head : null;

    private string State => Counted is not null ? "counted" : Closing is not null ? "closed" : "open";

    public void Write(TextWriter output)
    {
        var terminal = new PlainTerminal(output, PlainTerminal.WidthOf(output));
        foreach (var fault in Faults)
        {
            terminal.Line($"fault: {fault}");
        }

        foreach (var line in Summary())
        {
            terminal.Line(line);
        }

        terminal.Line(Faults.Count == 0 ? "Everything that was checked is in order." : Text($"{Faults.Count} faults."));
    }

    public void WriteJson(TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("manifest", Manifest?.Sha256);
            json.WriteString("subBudget", Manifest?.SubBudgetId.ToString());
            json.WriteString("state", State);
            json.WriteNumber("heads", Heads.Count);
            json.WriteNumber("leaves", Last?.Size ?? 0);
            WriteNumber(json, "counted", Counted);
            WriteNumber(json, "annulled", Channels?.Annulled);
            WriteNumber(json, "paperCounted", Channels?.PaperCounted);
            WriteNumber(json, "sealedBallots", SealedBallots);
            WriteNumber(json, "sealedVoters", SealedVoters);
            WriteNumber(json, "issuedVoters", IssuedVoters);
            json.WriteNumber("receipts", Receipts);
            json.WriteStartArray("faults");
            foreach (var fault in Faults)
            {
                fault.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private IEnumerable<string> Summary()
    {
        yield return $"manifest  {Manifest?.Sha256 ?? "cannot be read"}";
        yield return Text($"log       {Heads.Count} heads, {Last?.Size ?? 0} leaves, {Last?.Ballots ?? 0} numbers of ballots, {State}");
        if (Counted is { } counted)
        {
            yield return Text($"count     {counted} ballots, counted again");
        }

        if (Channels is { } channels)
        {
            yield return Text($"channels  {channels.Voters} voters in the box, {channels.Annulled} annulled, {channels.PaperCounted} paper cards");
        }

        if (SealedBallots is { } ballots)
        {
            yield return Text($"sealed    {ballots} ballots of {SealedVoters} voters");
        }

        if (IssuedVoters is { } issued)
        {
            yield return Text($"issued    {issued} voters were given a token");
        }

        if (Receipts > 0)
        {
            yield return Text($"receipts  {Receipts}");
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
