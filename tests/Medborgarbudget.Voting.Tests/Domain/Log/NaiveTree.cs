using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

/// <summary>The definitions of RFC 9162 §2.1 word for word, recursive and slow.</summary>
internal static class NaiveTree
{
    public static byte[] Hash(byte[][] leaves)
    {
        if (leaves.Length == 0)
        {
            return SHA256.HashData([]);
        }

        var k = Split(leaves.Length);
        return leaves.Length == 1 ? leaves[0] : Node(Hash(leaves[..k]), Hash(leaves[k..]));
    }

    public static byte[][] Path(int m, byte[][] leaves)
    {
        var k = Split(leaves.Length);
        return leaves.Length == 1 ? []
            : m < k ? [.. Path(m, leaves[..k]), Hash(leaves[k..])]
            : [.. Path(m - k, leaves[k..]), Hash(leaves[..k])];
    }

    public static byte[][] Proof(int m, byte[][] leaves) => SubProof(m, leaves, true);

    private static byte[][] SubProof(int m, byte[][] leaves, bool isWhole)
    {
        if (m == leaves.Length)
        {
            return isWhole ? [] : [Hash(leaves)];
        }

        var k = Split(leaves.Length);
        return m <= k
            ? [.. SubProof(m, leaves[..k], isWhole), Hash(leaves[k..])]
            : [.. SubProof(m - k, leaves[k..], false), Hash(leaves[..k])];
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    private static int Split(int size)
    {
        var k = 1;
        while (2 * k < size)
        {
            k *= 2;
        }

        return k;
    }
}
