using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Identity;

/// <summary>Signatures after the Standard Webhooks specification: HMAC-SHA-256 over id, time and body, joined by full stops.</summary>
public static class WebhookSignature
{
    public const int SecretBytes = 32;

    /// <summary>The form in which a secret is handed over.</summary>
    public static string Show(byte[] secret) => $"whsec_{Convert.ToBase64String(secret)}";

    /// <summary>Seconds since 1970, as the header <c>webhook-timestamp</c> has them.</summary>
    public static string TimeOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The header <c>webhook-signature</c>: one signature for each secret, parted by spaces.</summary>
    public static string Of(string messageId, DateTimeOffset at, string body, IEnumerable<byte[]> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var signed = Encoding.UTF8.GetBytes($"{messageId}.{TimeOf(at)}.{body}");
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }
}
