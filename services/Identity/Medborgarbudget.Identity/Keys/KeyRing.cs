using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Every secret of this service. One master secret is stretched into keys of one purpose each; the signing keys are lists, newest first:
/// one signs, all are published, so that a key can be changed while tokens of the old one live.
/// </summary>
internal sealed class KeyRing
{
    private volatile Signers _signers;

    public KeyRing(KeyFile file, DateTimeOffset now)
    {
        var master = Convert.FromBase64String(file.Master);
        Sealing = Derive(master, "sealing");
        Index = Derive(master, "index");
        Codes = Derive(master, "codes");
        Audit = Derive(master, "audit");
        TokenEncryption = Derive(master, "token-encryption");
        _signers = Signers.At(file, now);
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
    public IReadOnlyList<ECDsaSecurityKey> Access => _signers.Access;

    public ECDsaSecurityKey AccessSigning => _signers.AccessSigning;

    /// <summary>RSA, ballot tokens: cheap to verify, and what makes it dear to sign is shared by many tokens.</summary>
    public IReadOnlyList<RsaSecurityKey> Ballot => _signers.Ballot;

    public RsaSecurityKey BallotSigning => _signers.BallotSigning;

    /// <summary>Takes the signing keys as the file has them, and as it is time for each; true when that is another set, or another one signs.</summary>
    public bool Take(KeyFile file, DateTimeOffset now)
    {
        if (Signers.NameAt(file, now) == _signers.Name)
        {
            return false;
        }

        _signers = Signers.At(file, now);
        return true;
    }

    private static byte[] Derive(byte[] master, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.ASCII.GetBytes($"medborgarbudget identity {purpose}"));

    /// <summary>The signing keys of one moment. Those of earlier moments may still be in somebody's hands, so none is disposed of.</summary>
    private sealed record Signers(
        string Name, IReadOnlyList<ECDsaSecurityKey> Access, ECDsaSecurityKey AccessSigning, IReadOnlyList<RsaSecurityKey> Ballot, RsaSecurityKey BallotSigning)
    {
        public static Signers At(KeyFile file, DateTimeOffset now)
        {
            List<ECDsaSecurityKey> access = [.. AccessAt(file, now).Select(SigningKeys.Access)];
            List<RsaSecurityKey> ballot = [.. BallotAt(file, now).Select(SigningKeys.Ballot)];
            return new Signers(
                NameAt(file, now),
                access, access.Find(key => key.KeyId == SigningSchedule.Signing(file.Access, now).Id)!,
                ballot, ballot.Find(key => key.KeyId == SigningSchedule.Signing(file.Ballot, now).Id)!);
        }

        public static string NameAt(KeyFile file, DateTimeOffset now) => string.Join(
            ' ',
            AccessAt(file, now).Append(SigningSchedule.Signing(file.Access, now))
                .Concat(BallotAt(file, now)).Append(SigningSchedule.Signing(file.Ballot, now))
                .Select(key => key.Id));

        private static IReadOnlyList<StoredKey> AccessAt(KeyFile file, DateTimeOffset now) => SigningSchedule.Holding(file.Access, now, SigningSchedule.AccessTrust);

        private static IReadOnlyList<StoredKey> BallotAt(KeyFile file, DateTimeOffset now) => SigningSchedule.Holding(file.Ballot, now, SigningSchedule.BallotTrust);
    }
}
