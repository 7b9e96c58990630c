using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Medborgarbudget.Gateway.Caching;

/// <summary>The answer of a public read, as it is given again and again.</summary>
/// <param name="TakenAt">Timestamp of the gateway's clock.</param>
internal sealed record KeptAnswer(byte[] Body, string? ContentType, long TakenAt)
{
    private readonly EntityTagHeaderValue _tag = new($"\"{Base64Url.EncodeToString(SHA256.HashData(Body).AsSpan(0, 16))}\"");

    public string ETag => _tag.Tag.Value!;

    /// <summary>The client has this very body already.</summary>
    public bool IsKnownTo(StringValues ifNoneMatch) => ifNoneMatch.Count switch
    {
        0 => false,
        1 when ifNoneMatch[0] == ETag => true,
        _ => EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(_tag, useStrongComparison: false)),
    };
}
