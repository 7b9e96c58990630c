using System.Globalization;
using System.Text.Json;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>A receipt as a voter keeps it.</summary>
/// <param name="Path">Of its file.</param>
internal sealed record ReceiptFile(string Path, byte[] Leaf, int Shard, long Sequence, uint Hour, AcknowledgementLevel? Level, ReceiptProof Proof)
{
    /// <summary>
    /// Reads JSON as the API gives it: bytes in base64, large numbers as texts, what is 0 left out; the proof's members beside the others or in an
    /// object of their own.
    /// </summary>
    /// <exception cref="CommandException">The file cannot be read, or is no receipt.</exception>
    public static ReceiptFile Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(InputFile.Read(path));
            var receipt = Inner(json.RootElement, "receipt");
            var proof = Inner(receipt, "proof");
            return new ReceiptFile(
                path,
                receipt.GetProperty("leaf").GetBytesFromBase64(),
                (int)Number(receipt, "shard"),
                Number(receipt, "sequence"),
                (uint)Number(receipt, "hour"),
                LevelOf(receipt),
                new ReceiptProof(
                    [.. proof.GetProperty("signature").GetBytesFromBase64()],
                    (int)Number(proof, "index"),
                    (int)Number(proof, "size"),
                    proof.TryGetProperty("path", out var hashes) ? [.. hashes.GetBytesFromBase64()] : []));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw CommandException.BadInput($"{path} is no receipt: {exception.Message}", exception);
        }
    }

    private static JsonElement Inner(JsonElement json, string name) => json.TryGetProperty(name, out var inner) ? inner : json;

    private static long Number(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
        : value.GetInt64();

    /// <summary>By its published name or its number; left out, it is the manifest's.</summary>
    private static AcknowledgementLevel? LevelOf(JsonElement json) => !json.TryGetProperty("level", out var level) ? null
        : level.ValueKind == JsonValueKind.Number ? (AcknowledgementLevel)level.GetInt32()
        : AcknowledgementLevels.Find(level.GetString()) ?? throw new FormatException("its level is not one that is offered");
}
