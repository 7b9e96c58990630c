using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// SHA-256 of a few bytes, millions of times. Each thread keeps its own hasher: setting one up anew costs as much as the hashing.
/// </summary>
internal static class ShortHash
{
    [ThreadStatic]
    private static IncrementalHash? hasher;

    public static void Sha256(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        hasher ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hasher.AppendData(bytes);
        hasher.GetHashAndReset(hash);
    }
}
