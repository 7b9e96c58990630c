using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

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
/// Verifies ballot tokens: RS256 by one of Identity's ballot keys, for this audience, this sub-budget, not expired. A verified token is
/// remembered for its lifetime by its hash, so that its signature is checked once.
/// </summary>
internal sealed class BallotTokens(
    BallotKeys keys, IOptions<VotingOptions> options, IConfiguration configuration, TimeProvider clock) : IDisposable
{
    private const string Audience = "voting";
    private const string TokenType = "ballot+jwt";
    private const string Prefix = "Bearer ";
    private const int MaxLength = 4096;
    private const int MostRemembered = 500_000;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };
    private readonly MemoryCache _verified = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    /// <summary>The token in the Authorization header of a call; empty when there is none.</summary>
    public static ByteString Bearer(Metadata headers) =>
        headers.GetValue("authorization") is { } header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? ByteString.CopyFromUtf8(header[Prefix.Length..].Trim())
            : ByteString.Empty;

    /// <summary>The holder of a token. Errors: not_ready, token_invalid, token_wrong_sub_budget.</summary>
    public async ValueTask<Result<BallotToken>> ReadAsync(ByteString text, string subBudgetId)
    {
        if (!keys.AreKnown)
        {
            return VotingErrors.NotReady;
        }

        if (text.Length is 0 or > MaxLength)
        {
            return VotingErrors.TokenInvalid;
        }

        var name = Hash.Of(text.Span);
        var token = _verified.Get<BallotToken>(name) ?? await VerifyAsync(text.ToStringUtf8(), name);
        if (token is null || clock.GetUtcNow() >= token.Expires + Skew)
        {
            return VotingErrors.TokenInvalid;
        }

        return Id.TryParse<SubBudgetId>(subBudgetId, out var asked) && asked == token.SubBudget ? token : VotingErrors.TokenWrongSubBudget;
    }

    public void Dispose() => _verified.Dispose();

    private async Task<BallotToken?> VerifyAsync(string text, Hash name)
    {
        var result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = options.Value.BallotIssuer is { Length: > 0 } issuer ? issuer : configuration["Auth:Issuer"],
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidTypes = [TokenType],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, keyId, _) => string.IsNullOrEmpty(keyId) || keys.Find(keyId) is not { } key ? [] : [key],
            LifetimeValidator = (from, until, _, _) =>
                until is not null && clock.GetUtcNow() < until.Value + Skew && (from is null || from.Value - Skew <= clock.GetUtcNow()),
        });
        if (!result.IsValid || Read((JsonWebToken)result.SecurityToken) is not { } token)
        {
            return null;
        }

        var left = token.Expires + Skew - clock.GetUtcNow();
        _verified.Set(name, token, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = left });
        return token;
    }

    private static BallotToken? Read(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>("sb", out var sb) || !token.TryGetPayloadValue<string>("pid", out var pid)
            || BallotChannels.Find(token.TryGetPayloadValue<string>("channel", out var claim) ? claim : null) is not { } channel)
        {
            return null;
        }

        return Id.TryParse<SubBudgetId>(sb, out var subBudget) && Base64Url.IsValid(pid, out var length) && length == Pseudonym.Length
            ? new BallotToken(subBudget, Pseudonym.Read(Base64Url.DecodeFromChars(pid)), channel, new DateTimeOffset(token.ValidTo, TimeSpan.Zero))
            : null;
    }

    /// <summary>SHA-256 as a key of a dictionary.</summary>
    private readonly record struct Hash
    {
        private readonly UInt128 _high;
        private readonly UInt128 _low;

        private Hash(ReadOnlySpan<byte> bytes) => (_high, _low) = (
            BinaryPrimitives.ReadUInt128BigEndian(bytes),
            BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

        public static Hash Of(ReadOnlySpan<byte> text)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            ShortHash.Sha256(text, hash);
            return new Hash(hash);
        }
    }
}
