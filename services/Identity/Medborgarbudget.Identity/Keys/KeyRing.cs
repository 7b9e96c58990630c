using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Every secret of this service. One master secret is stretched into keys of one purpose each; the signing keys are lists, newest first:
/// the first signs, all are published, so that a key can be changed while tokens of the old one live.
/// </summary>
internal sealed class KeyRing
{
    public KeyRing(KeyFile file)
    {
        var master = Convert.FromBase64String(file.Master);
        Sealing = Derive(master, "sealing");
        Index = Derive(master, "index");
        Codes = Derive(master, "codes");
        Audit = Derive(master, "audit");
        TokenEncryption = Derive(master, "token-encryption");
        Access = [.. file.Access.OrderByDescending(key => key.Created).Select(key => SigningKeys.Access(key))];
        Ballot = [.. file.Ballot.OrderByDescending(key => key.Created).Select(key => SigningKeys.Ballot(key))];
    }

    /// <summary>AES-256: what is stored readable for this service alone.</summary>
    public byte[] Sealing { get; }

    /// <summary>HMAC: finding a stored person or roll entry by its key.</summary>
    public byte[] Index { get; }

    /// <summary>HMAC: voting codes and invitations.</summary>
    public byte[] Codes { get; }

    /// <summary>HMAC: the heads of the audit logs.</summary>
    public byte[] Audit { get; }

    /// <summary>AES-256: authorization codes and refresh tokens.</summary>
    public byte[] TokenEncryption { get; }

    /// <summary>ES256, access and identity tokens.</summary>
    public IReadOnlyList<Microsoft.IdentityModel.Tokens.ECDsaSecurityKey> Access { get; }

    /// <summary>RS256, ballot tokens: cheap to verify, and a vote is verified oftener than a token is signed.</summary>
    public IReadOnlyList<Microsoft.IdentityModel.Tokens.RsaSecurityKey> Ballot { get; }

    private static byte[] Derive(byte[] master, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.ASCII.GetBytes($"medborgarbudget identity {purpose}"));
}
