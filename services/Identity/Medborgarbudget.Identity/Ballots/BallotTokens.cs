using System.Buffers.Text;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// Signs ballot tokens, which say in which sub-budget a pseudonym may vote, until when and through which client. Nothing in it tells the person. Those that are
/// asked for while one signature is made share the next, so nobody waits for company and one thread at most signs. Voting checks them with the keys that are published.
/// </summary>
internal sealed class BallotTokens
{
    public const string Audience = "voting";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly KeyRing _keys;
    private readonly IdentitySettings _settings;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _issued;
    private readonly Counter<long> _signatures;
    private readonly Gathered<byte[], string> _signing;

    // One batch after the other, as they are gathered.
    private readonly BallotTokenBatch _batch = new();

    public BallotTokens(KeyRing keys, IdentitySettings settings, TimeProvider clock, IMeterFactory meters)
    {
        (_keys, _settings, _clock) = (keys, settings, clock);
        var meter = meters.Create("Medborgarbudget.Identity");
        _issued = meter.CreateCounter<long>("medborgarbudget.identity.ballot_tokens", "{token}", "Ballot tokens given, by channel.");
        _signatures = meter.CreateCounter<long>("medborgarbudget.identity.ballot_token_signatures", "{signature}", "Signatures that were made for ballot tokens.");
        _signing = new(payloads => Task.FromResult<IReadOnlyList<string>>(Sign(payloads)), BatchTree.Most);

        // Seen from the start: of a count that begins with its first event, the first event is no increase.
        _issued.Add(0);
    }

    public async Task<(string Token, DateTimeOffset ExpiresAt)> IssueAsync(BallotClaims claims, CancellationToken cancellationToken)
    {
        // Whole minutes: an exact time of issue would help to join this token with what is known about the sign-in.
        var expires = _clock.GetUtcNow() + Lifetime;
        expires = expires.AddTicks(-(expires.Ticks % TimeSpan.TicksPerMinute));
        var token = await _signing.AskAsync(PayloadOf(claims, expires), cancellationToken);
        _issued.Add(1, new KeyValuePair<string, object?>("channel", NameOf(claims.Channel)));
        return (token, expires);
    }

    /// <summary>The public keys as a JWK set (RFC 7517).</summary>
    public object PublicKeys() => new
    {
        keys = _keys.Ballot.Select(key => new
        {
            kty = "RSA",
            use = "sig",
            alg = BallotTokenBatch.Algorithm,
            kid = key.KeyId,
            n = Base64Url.EncodeToString(key.Parameters.Modulus),
            e = Base64Url.EncodeToString(key.Parameters.Exponent),
        }),
    };

    private byte[] PayloadOf(BallotClaims claims, DateTimeOffset expires) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        iss = _settings.Issuer.AbsoluteUri,
        aud = Audience,
        exp = expires.ToUnixTimeSeconds(),
        sb = claims.SubBudget.ToString(),
        pid = Base64Url.EncodeToString(claims.Pseudonym),
        area = claims.Area,
        channel = NameOf(claims.Channel),
        client = claims.Client,
    });

    /// <summary>All with the key that signs now: its name stands in each.</summary>
    private string[] Sign(IReadOnlyList<byte[]> payloads)
    {
        var tokens = _batch.Sign(_keys.BallotSigning, payloads);
        _signatures.Add(1);
        return tokens;
    }

    private static string NameOf(Channel channel) => channel switch
    {
        Channel.Web => "web",
        Channel.Code => "code",
        Channel.Kiosk => "kiosk",
        Channel.Telephone => "telephone",
        Channel.Paper or Channel.Unspecified => throw new ArgumentOutOfRangeException(nameof(channel), channel, "No token is given in this channel."),
    };
}

/// <summary>What a ballot token says.</summary>
/// <param name="Pseudonym">16 bytes.</param>
/// <param name="Client">Through which the voter came.</param>
internal sealed record BallotClaims(SubBudgetId SubBudget, byte[] Pseudonym, string Area, Channel Channel, string Client);
