using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Who a ballot token lets vote where.</summary>
internal sealed class BallotToken(SubBudgetId subBudget, Pseudonym voter, BallotChannel channel, DateTimeOffset expires)
{
    private long _minute;
    private int _uses;

    public SubBudgetId SubBudget => subBudget;

    /// <summary>The pseudonym.</summary>
    public byte[] Voter { get; } = voter.ToBytes();

    public Slot Slot { get; } = Slot.Of(voter);

    public BallotChannel Channel => channel;

    public DateTimeOffset Expires => expires;

    /// <summary>
    /// Counts a cast; false when there have been more in this minute than anybody has use for. Two at once may be counted as one: it keeps a
    /// flood of changes off the store, and need not be exact.
    /// </summary>
    public bool TryUse(DateTimeOffset now, int mostPerMinute)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (_minute != minute)
        {
            (_minute, _uses) = (minute, 0);
        }

        return ++_uses <= mostPerMinute;
    }
}

/// <summary>
/// Verifies ballot tokens: signed, alone or together with others, by one of Identity's ballot keys, for this audience, this sub-budget, not expired. A verified token
/// is remembered for its lifetime by its hash.
/// </summary>
internal sealed class BallotTokens(
    BallotKeys keys, IOptions<VotingOptions> options, IConfiguration configuration, TimeProvider clock)
{
    private const string Prefix = "Bearer ";
    private const int MaxLength = 4096;
    private const int MostRemembered = 500_000;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>That a token lives; one that lives longer is verified anew.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30) + Skew;

    private readonly string? _issuer = options.Value.BallotIssuer is { Length: > 0 } issuer ? issuer : configuration["Auth:Issuer"];
    private readonly Remembered<BallotToken> _verified = new(Longest, MostRemembered, clock);
    private readonly SignedRoots _roots = new(Longest, clock);
    private volatile KnownHeader? _header;

    private sealed record KnownHeader(byte[] Text, string KeyId);

    /// <summary>The token in the Authorization header of a call; empty when there is none.</summary>
    public static ByteString Bearer(Metadata headers) =>
        headers.GetValue("authorization") is { } header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? ByteString.CopyFromUtf8(header[Prefix.Length..].Trim())
            : ByteString.Empty;

    /// <summary>The holder of a token. Errors: not_ready, token_invalid, token_wrong_sub_budget.</summary>
    public Result<BallotToken> Read(ByteString text, string subBudgetId)
    {
        if (!keys.AreKnown)
        {
            return VotingErrors.NotReady;
        }

        if (text.Length is 0 or > MaxLength)
        {
            return VotingErrors.TokenInvalid;
        }

        var name = Sha256Name.Of(text.Span);
        var token = _verified.TryGet(name, out var known) ? known : Verify(text.Span, name);
        if (token is null || clock.GetUtcNow() >= token.Expires + Skew)
        {
            return VotingErrors.TokenInvalid;
        }

        return Id.TryParse<SubBudgetId>(subBudgetId, out var asked) && asked == token.SubBudget ? token : VotingErrors.TokenWrongSubBudget;
    }

    private BallotToken? Verify(ReadOnlySpan<byte> text, Sha256Name name)
    {
        Span<byte> decoded = stackalloc byte[MaxLength];
        return BallotTokenText.TryRead(text, decoded, out var parts) && IsSigned(parts)
            && BallotTokenClaims.Read(parts.Payload) is { } claims && claims.Hold(_issuer, clock.GetUtcNow(), Skew) && claims.ToToken() is { } token
            ? _verified.Keep(name, token)
            : null;
    }

    private bool IsSigned(BallotTokenText parts) =>
        KeyIdOf(parts.Header) is { } keyId && keys.Find(keyId) is { } key
        && BallotTokenProof.TryRead(parts.Proof, out var proof) && proof.Message(parts.Signed) is { } message
        && (proof.IsAlone ? key.Verify(message, proof.Signature) : _roots.Hold(key, message, proof.Signature));

    /// <summary>Between two changes of keys all tokens have the same header, so it is read once.</summary>
    private string? KeyIdOf(ReadOnlySpan<byte> header)
    {
        if (_header is { } known && header.SequenceEqual(known.Text))
        {
            return known.KeyId;
        }

        var keyId = BallotTokenHeader.KeyIdOf(header);
        if (keyId is not null)
        {
            _header = new KnownHeader(header.ToArray(), keyId);
        }

        return keyId;
    }
}
