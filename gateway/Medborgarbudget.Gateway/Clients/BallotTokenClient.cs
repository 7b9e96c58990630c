using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Gateway.Clients;

/// <summary>
/// Reads which client a ballot token was given to, without looking whether the token holds: by it a request is only ever refused, and
/// Voting looks at the rest.
/// </summary>
internal static class BallotTokenClient
{
    /// <summary>Null for what is not a token that names a client.</summary>
    public static string? Read(ReadOnlySpan<byte> token)
    {
        var start = token.IndexOf((byte)'.');
        var length = start < 0 ? -1 : token[(start + 1)..].IndexOf((byte)'.');
        return length < 0 ? null : ReadPayload(token.Slice(start + 1, length));
    }

    public static string? Read(string bearer)
    {
        const string Prefix = "Bearer ";
        return bearer.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? Read(Encoding.UTF8.GetBytes(bearer[Prefix.Length..].Trim())) : null;
    }

    private static string? ReadPayload(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromUtf8(text, bytes, out var written))
        {
            return null;
        }

        try
        {
            using var payload = JsonDocument.Parse(bytes.AsMemory(0, written));
            return payload.RootElement.ValueKind == JsonValueKind.Object
                && payload.RootElement.TryGetProperty("client", out var client) && client.ValueKind == JsonValueKind.String
                ? client.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
