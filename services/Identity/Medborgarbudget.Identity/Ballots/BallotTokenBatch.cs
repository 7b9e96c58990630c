using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// Ballot tokens that one signature stands for, as docs/ballot-token.md says: a small tree over them whose root is signed. One token alone is a batch too. Not safe
/// for several threads.
/// </summary>
internal sealed class BallotTokenBatch
{
    /// <summary>The name of the format, of which Voting takes no other.</summary>
    public const string Algorithm = "mb1-RS256-tree";

    private const string TokenType = "ballot+jwt";

    private readonly BatchTree _tree = new();

    /// <summary>The tokens in the order of the payloads, of which there are 1 to 256.</summary>
    /// <param name="payloads">JSON.</param>
    public string[] Sign(RsaSecurityKey key, IReadOnlyList<byte[]> payloads)
    {
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = Algorithm, typ = TokenType, kid = key.KeyId }));
        var tokens = new string[payloads.Count];
        _tree.Clear();
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = $"{header}.{Base64Url.EncodeToString(payloads[i])}";
            _tree.Add([.. "mb1-ballot-token"u8, .. Encoding.ASCII.GetBytes(tokens[i])]);
        }

        var signature = Sign(key, Message(_tree.Count, _tree.Build()));
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = $"{tokens[i]}.{Base64Url.EncodeToString([(byte)i, (byte)(tokens.Length - 1), .. _tree.PathOf(i), .. signature])}";
        }

        return tokens;
    }

    /// <summary>The number of tokens is signed with them: else a token could be spelt as one of several numbers.</summary>
    private static byte[] Message(int count, ReadOnlySpan<byte> root)
    {
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)count);
        return [.. "mb1-token-batch"u8, .. size, .. root];
    }

    private static byte[] Sign(RsaSecurityKey key, byte[] message)
    {
        // Kept by the factory as long as the key is in use.
        var signer = key.CryptoProviderFactory.CreateForSigning(key, SecurityAlgorithms.RsaSha256);
        try
        {
            return signer.Sign(message);
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(signer);
        }
    }
}
