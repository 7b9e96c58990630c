using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Medborgarbudget.Identity.Keys;

/// <summary>Draws codes from the cryptographic random source.</summary>
internal static class SecretCodes
{
    /// <summary>As many codes as asked for, no two alike.</summary>
    public static IReadOnlyList<SecretCode> New(int count)
    {
        var codes = new HashSet<SecretCode>(count);
        Span<ulong> bits = stackalloc ulong[64];
        while (codes.Count < count)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(bits));
            foreach (var random in bits[..Math.Min(bits.Length, count - codes.Count)])
            {
                codes.Add(SecretCode.Of(random));
            }
        }

        return [.. codes];
    }
}
