using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// The pseudonym under which a voter is known to Voting: HMAC-SHA-256(K, "mb1" ‖ sub-budget ‖ key), first 16 bytes (voting.md §1.2). K is
/// the sub-budget's own and is stored sealed; a key management service would take its place here, and destroying K unlinks every ballot.
/// </summary>
internal sealed class Pseudonyms(Sealer sealer)
{
    private const string Purpose = "pseudonym-key";

    /// <summary>A new K, sealed.</summary>
    public byte[] NewSealedKey() => sealer.Seal(RandomNumberGenerator.GetBytes(32), Purpose);

    /// <summary>The pseudonym of the key in the sub-budget.</summary>
    public byte[] Of(SubBudgetId subBudget, string key, byte[] sealedPseudonymKey)
    {
        Span<byte> input = stackalloc byte[3 + 16 + Encoding.UTF8.GetMaxByteCount(key.Length)];
        "mb1"u8.CopyTo(input);
        subBudget.Value.TryWriteBytes(input[3..], bigEndian: true, out _);
        var length = 19 + Encoding.UTF8.GetBytes(key, input[19..]);
        return HMACSHA256.HashData(sealer.Open(sealedPseudonymKey, Purpose), input[..length])[..KeyedHashes.ShortBytes];
    }
}
