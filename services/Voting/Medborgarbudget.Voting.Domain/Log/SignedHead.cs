using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Medborgarbudget.Voting.Log;

/// <summary>A tree head with the log's signature and those of witnesses: a line of heads.jsonl. Whether they hold is asked for.</summary>
public sealed record SignedHead(TreeHead Head, ImmutableArray<byte> Signature, ImmutableArray<Cosignature> Cosignatures)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the log's key signed it.</summary>
    public bool Verify(ECDsa key) => LogSignature.Verify(key, Encoding.UTF8.GetBytes(Head.Text()), Signature.AsSpan());

    /// <summary>The line, without its line feed: JSON in UTF-8 without blanks, nothing escaped that need not be.</summary>
    public byte[] ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("head", Head.Text());
            json.WriteBase64String("signature", Signature.AsSpan());
            json.WriteStartArray("cosignatures");
            foreach (var cosignature in Cosignatures)
            {
                json.WriteStartObject();
                json.WriteString("witness", cosignature.Witness);
                json.WriteString("time", cosignature.TimeText);
                json.WriteBase64String("signature", cosignature.Signature.AsSpan());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line, without its line feed, to the byte.</summary>
    /// <returns>Why it is no such line, or null with the head.</returns>
    public static string? ReadLine(ReadOnlyMemory<byte> line, out SignedHead head)
    {
        head = null!;
        try
        {
            using var json = JsonDocument.Parse(line);
            var fault = Read(json.RootElement, out head);
            return fault ?? (head.ToLine().AsSpan().SequenceEqual(line.Span) ? null : "it is spelt otherwise than the format says");
        }
        catch (JsonException exception)
        {
            return $"it is no JSON: byte {exception.BytePositionInLine}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return "a member is missing or of the wrong kind";
        }
    }

    private static string? Read(JsonElement json, out SignedHead head)
    {
        var fault = TreeHead.Read(json.GetProperty("head").GetString() ?? "", out var tree);
        head = null!;
        if (fault is not null)
        {
            return fault;
        }

        var cosignatures = ImmutableArray.CreateBuilder<Cosignature>();
        foreach (var cosignature in json.GetProperty("cosignatures").EnumerateArray())
        {
            if (!TreeHead.TryReadTime(cosignature.GetProperty("time").GetString(), out var time))
            {
                return "the time of a cosignature is no time";
            }

            cosignatures.Add(new Cosignature(
                cosignature.GetProperty("witness").GetString() ?? "", time, [.. cosignature.GetProperty("signature").GetBytesFromBase64()]));
        }

        head = new SignedHead(tree, [.. json.GetProperty("signature").GetBytesFromBase64()], cosignatures.ToImmutable());
        return null;
    }
}

/// <summary>A witness's word that the log had only grown since the last head that it signed.</summary>
/// <param name="Witness">Its name in the manifest, without line breaks.</param>
/// <param name="Time">When, to the second.</param>
public sealed record Cosignature(string Witness, DateTimeOffset Time, ImmutableArray<byte> Signature)
{
    /// <summary>The time as it is signed: yyyy-MM-ddTHH:mm:ssZ.</summary>
    public string TimeText => TreeHead.TimeText(Time);

    /// <summary>Signs a head as a witness.</summary>
    public static Cosignature Sign(ECDsa key, string witness, TreeHead head, DateTimeOffset time) =>
        new(witness, time, [.. LogSignature.Sign(key, Message(witness, time, head))]);

    /// <summary>Whether the witness's key signed that head.</summary>
    public bool Verify(ECDsa key, TreeHead head) => LogSignature.Verify(key, Message(Witness, Time, head), Signature.AsSpan());

    private static byte[] Message(string witness, DateTimeOffset time, TreeHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(witness);
        return witness.Contains('\n', StringComparison.Ordinal)
            ? throw new ArgumentException("A name with a line break could pass for another text.", nameof(witness))
            : Encoding.UTF8.GetBytes($"mb1-witness\n{witness}\n{TreeHead.TimeText(time)}\n{head.Text()}");
    }
}
