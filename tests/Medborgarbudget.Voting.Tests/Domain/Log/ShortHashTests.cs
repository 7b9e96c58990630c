using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

public sealed class ShortHashTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, ShortHash.Longest + 16).Select(i => (byte)(i * 31 % 251))];

    /// <summary>Without them every hash is right all the same, and four times as dear.</summary>
    [Fact]
    public void The_functions_of_OpenSSL_are_found_where_the_installation_runs() => OpenSslSha256.IsThere.ShouldBe(OperatingSystem.IsLinux());

    [Fact]
    public void Every_length_is_hashed_as_SHA_256_is()
    {
        var hash = new byte[32];
        for (var length = 0; length <= Bytes.Length; length++)
        {
            ShortHash.Sha256(Bytes.AsSpan(0, length), hash);
            hash.ShouldBe(SHA256.HashData(Bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_hash_may_overwrite_what_is_hashed()
    {
        var bytes = Bytes[..64];
        ShortHash.Sha256(bytes, bytes);
        bytes[..32].ShouldBe(SHA256.HashData(Bytes.AsSpan(0, 64)));
    }

    [Fact]
    public void Too_little_room_is_refused_before_anything_is_written()
    {
        foreach (var bytes in new[] { Bytes, Bytes[..64] })
        {
            Should.Throw<Exception>(() => ShortHash.Sha256(bytes, new byte[31])).ShouldNotBeOfType<AccessViolationException>();
        }
    }

    [Fact]
    public void Every_key_and_split_is_hashed_as_HMAC_is()
    {
        var hash = new byte[32];
        for (var length = 0; length <= 64; length++)
        {
            var keyed = new KeyedHash(Bytes[..length]);
            foreach (var (first, second) in new[] { (0, 0), (1, 0), (0, 1), (18, 0), (8, 200), (63, 65), (1024, 1), (1, 1025), (ShortHash.Longest, 1), (1, ShortHash.Longest + 1) })
            {
                keyed.Hash(Bytes.AsSpan(5, first), Bytes.AsSpan(9, second), hash);
                hash.ShouldBe(HMACSHA256.HashData(Bytes[..length], (byte[])[.. Bytes.AsSpan(5, first), .. Bytes.AsSpan(9, second)]));
            }
        }
    }

    /// <summary>RFC 4231 §4.3.</summary>
    [Fact]
    public void The_published_vector_of_HMAC_comes_out()
    {
        var hash = new byte[32];
        new KeyedHash("Jefe"u8.ToArray()).Hash("what do ya want "u8, "for nothing?"u8, hash);
        Convert.ToHexStringLower(hash).ShouldBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    [Fact]
    public void One_key_serves_many_threads_at_once()
    {
        var keyed = new KeyedHash(Bytes[..32]);
        Parallel.For(0, 20_000, i =>
        {
            var (first, second) = (Bytes[(i % 50)..(68 + (i % 50))], Bytes[(i % 7)..(7 + (i % 100))]);
            var hash = new byte[32];
            keyed.Hash(first, second, hash);
            hash.ShouldBe(HMACSHA256.HashData(Bytes[..32], (byte[])[.. first, .. second]));
        });
    }
}
