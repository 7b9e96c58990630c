using System.Buffers.Text;
using System.Diagnostics.Metrics;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// Signs ballot tokens: a JWT (RS256) that says in which sub-budget a pseudonym may vote, until when and through which client. Nothing in
/// it tells the person. Voting checks it with the keys that are published beside it.
/// </summary>
internal sealed class BallotTokens
{
    public const string Audience = "voting";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly KeyRing _keys;
    private readonly IdentitySettings _settings;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _issued;

    public BallotTokens(KeyRing keys, IdentitySettings settings, TimeProvider clock, IMeterFactory meters)
    {
        (_keys, _settings, _clock) = (keys, settings, clock);
        _issued = meters.Create("Medborgarbudget.Identity").CreateCounter<long>("medborgarbudget.identity.ballot_tokens", "{token}", "Ballot tokens given, by channel.");

        // Seen from the start: of a count that begins with its first event, the first event is no increase.
        _issued.Add(0);
    }

    public (string Token, DateTimeOffset ExpiresAt) Issue(BallotClaims claims)
    {
        // Whole minutes: an exact time of issue would help to join this token with what is known about the sign-in.
        var expires = _clock.GetUtcNow() + Lifetime;
        expires = expires.AddTicks(-(expires.Ticks % TimeSpan.TicksPerMinute));
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _settings.Issuer.AbsoluteUri,
            Audience = Audience,
            TokenType = "ballot+jwt",
            Expires = expires.UtcDateTime,
            SigningCredentials = new SigningCredentials(_keys.BallotSigning, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sb"] = claims.SubBudget.ToString(),
                ["pid"] = Base64Url.EncodeToString(claims.Pseudonym),
                ["area"] = claims.Area,
                ["channel"] = NameOf(claims.Channel),
                ["client"] = claims.Client,
            },
        });
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
            alg = SecurityAlgorithms.RsaSha256,
            kid = key.KeyId,
            n = Base64Url.EncodeToString(key.Parameters.Modulus),
            e = Base64Url.EncodeToString(key.Parameters.Exponent),
        }),
    };

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
