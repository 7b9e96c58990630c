using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// The signed list of the published documents with a short hash of every block of them, so that a changed byte can be placed. Invariant:
/// each name once, as many blocks as the length says.
/// </summary>
public sealed record PublishedFiles(SubBudgetId SubBudgetId, ImmutableArray<PublishedFile> Files)
{
    /// <summary>The format's name, the first member of the document.</summary>
    public const string Format = "mb1-files";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of that name, or null.</summary>
    public PublishedFile? Find(string name) => Files.FirstOrDefault(file => file.Name == name);

    /// <summary>The bytes of files.json: the document's text with its signature.</summary>
    public byte[] Sign(ECDsa key) => WithSignature(LogSignature.Sign(key, Message(Document())));

    /// <summary>The bytes of files.json with a signature that is there already.</summary>
    public byte[] WithSignature(ReadOnlySpan<byte> signature)
    {
        var signed = signature.ToArray();
        return Write(json =>
        {
            json.WriteString("document", Document());
            json.WriteBase64String("signature", signed);
        });
    }

    /// <summary>Reads files.json to the byte, apart from its signature, whose bytes are given.</summary>
    /// <returns>Why it is no such file, or null with the list.</returns>
    public static string? Read(ReadOnlyMemory<byte> bytes, out PublishedFiles files, out ImmutableArray<byte> signature)
    {
        (files, signature) = (null!, []);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var text = json.RootElement.GetProperty("document").GetString() ?? "";
            var signed = json.RootElement.GetProperty("signature").GetBytesFromBase64();
            using var document = JsonDocument.Parse(text);
            (files, signature) = (Read(document.RootElement), [.. signed]);
            return files.Fault() ?? (files.WithSignature(signed).AsSpan().SequenceEqual(bytes.Span) ? null : "it is spelt otherwise than the format says");
        }
        catch (JsonException exception)
        {
            return $"it is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return "a member is missing or of the wrong kind";
        }
    }

    /// <summary>Whether the log's key signed this list.</summary>
    public bool Verify(ECDsa key, ReadOnlySpan<byte> signature) => LogSignature.Verify(key, Message(Document()), signature);

    private static byte[] Message(string document) => [.. "mb1-files"u8, .. SHA256.HashData(Encoding.UTF8.GetBytes(document))];

    private static PublishedFiles Read(JsonElement json) => new(
        new SubBudgetId(json.GetProperty("subBudget").GetGuid()),
        [
            .. json.GetProperty("files").EnumerateArray().Select(file => new PublishedFile(
                file.GetProperty("name").GetString() ?? "",
                file.GetProperty("length").GetInt64(),
                file.GetProperty("sha256").GetString() ?? "",
                [.. file.GetProperty("blocks").GetBytesFromBase64()])),
        ]);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private string Document() => Encoding.UTF8.GetString(Write(json =>
    {
        json.WriteString("format", Format);
        json.WriteString("subBudget", SubBudgetId.Value);
        json.WriteStartArray("files");
        foreach (var file in Files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteNumber("length", file.Length);
            json.WriteString("sha256", file.Sha256);
            json.WriteBase64String("blocks", file.Blocks.AsSpan());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));

    private string? Fault() =>
        Files.DistinctBy(file => file.Name).Count() != Files.Length ? "a name stands twice"
        : Files.Any(file => !file.IsWhole) ? "a file has another number of blocks than its length says"
        : null;
}

/// <summary>A published file by its hashes.</summary>
/// <param name="Name">As in the published folder, with / between its parts.</param>
/// <param name="Sha256">Hexadecimal, in lower case.</param>
/// <param name="Blocks">The first 16 bytes of the SHA-256 of every 4,096 bytes, joined.</param>
public sealed record PublishedFile(string Name, long Length, string Sha256, ImmutableArray<byte> Blocks)
{
    /// <summary>Bytes in a block; the last one may have fewer.</summary>
    public const int BlockLength = 4096;

    internal const int HashLength = 16;

    internal bool IsWhole => Length >= 0 && Blocks.Length == (Length + BlockLength - 1) / BlockLength * HashLength;

    /// <summary>Hashes a file of which the bytes are at hand.</summary>
    public static PublishedFile Of(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = new PublishedFileWriter();
        file.Write(bytes);
        return file.End(name);
    }

    /// <summary>Hashes a file as it is read, to its end.</summary>
    public static async Task<PublishedFile> OfAsync(string name, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new PublishedFileWriter();
        while (await stream.ReadAsync(file.GetMemory(BlockLength), cancellationToken) is > 0 and var read)
        {
            file.Advance(read);
        }

        return file.End(name);
    }

    /// <summary>Where another state of the file differs: ranges of bytes from, inclusive, to, exclusive, that are whole blocks.</summary>
    public IEnumerable<(long From, long To)> Differences(PublishedFile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var blocks = Math.Max(Blocks.Length, other.Blocks.Length) / HashLength;
        var end = Math.Max(Length, other.Length);
        long? from = null;
        for (var block = 0; block <= blocks; block++)
        {
            var isSame = block == blocks || HashOf(block).SequenceEqual(other.HashOf(block));
            if (isSame && from is { } first)
            {
                yield return (first, Math.Min(end, (long)block * BlockLength));
                from = null;
            }
            else if (!isSame)
            {
                from ??= (long)block * BlockLength;
            }
        }
    }

    private ReadOnlySpan<byte> HashOf(int block) =>
        (block + 1) * HashLength <= Blocks.Length ? Blocks.AsSpan().Slice(block * HashLength, HashLength) : default;
}
