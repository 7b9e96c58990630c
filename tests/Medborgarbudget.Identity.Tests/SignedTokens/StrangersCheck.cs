using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Tests.SignedTokens;

/// <summary>Checks ballot tokens by docs/ballot-token.md and the published keys, with nothing of ours.</summary>
internal sealed class StrangersCheck(string keySet)
{
    private readonly JsonWebKeySet _keys = new(keySet);

    public bool Holds(string token)
    {
        var read = new JsonWebToken(token);
        var (proof, entry) = (ProofOf(token), Encoding.ASCII.GetBytes($"mb1-ballot-token{token[..token.LastIndexOf('.')]}"));
        var (index, count, signature) = (proof[0], proof[1] + 1, proof[^256..]);
        var root = RootOf(SHA256.HashData([0, .. entry]), index, count, proof[2..^256]);
        byte[] message = [.. "mb1-token-batch"u8, (byte)(count >> 8), (byte)(count & 0xFF), .. root];
        return KeyOf(read.Kid) is { } key && key.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Tokens that were signed together have the same.</summary>
    public static string SignatureOf(string token) => Convert.ToHexString(ProofOf(token)[^256..]);

    /// <summary>How many were signed together.</summary>
    public static int CountOf(string token) => ProofOf(token)[1] + 1;

    private static byte[] ProofOf(string token) => Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));

    /// <summary>RFC 9162 §2.1.1: of n hashes, the left subtree has the largest power of two below n. Down to the entry, then up along the path from its end.</summary>
    private static byte[] RootOf(byte[] leaf, int index, int count, byte[] path)
    {
        if (count == 1)
        {
            path.ShouldBeEmpty();
            return leaf;
        }

        var left = 1 << (31 - int.LeadingZeroCount(count - 1));
        var (below, beside) = (path[..^32], path[^32..]);
        return index < left
            ? SHA256.HashData([1, .. RootOf(leaf, index, left, below), .. beside])
            : SHA256.HashData([1, .. beside, .. RootOf(leaf, index - left, count - left, below)]);
    }

    private RSA? KeyOf(string id) => _keys.Keys.SingleOrDefault(key => key.Kid == id && key.Alg == "mb1-RS256-tree") is { } key
        ? RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.N), Exponent = Base64Url.DecodeFromChars(key.E) })
        : null;
}
