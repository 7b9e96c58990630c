using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>Where a third-party client runs, and so whether it can keep a secret. Numbers as in the proto.</summary>
public enum ApiClientKind
{
    Unspecified = 0,

    /// <summary>In a browser or a telephone: no secret.</summary>
    Public = 1,

    /// <summary>On a server, with a secret.</summary>
    Confidential = 2,
}

/// <summary>Where a third-party client stands. Numbers as in the proto.</summary>
public enum ApiClientState
{
    Unspecified = 0,

    /// <summary>On trial: rehearsals of its organisation only.</summary>
    Requested = 1,
    Approved = 2,
    Suspended = 3,

    /// <summary>For ever.</summary>
    Removed = 4,
}

/// <summary>A program of a third party, from registration to removal. The organisation that registered it answers for it.</summary>
public sealed record ApiClient
{
    /// <summary>The most that one organisation has at the same time.</summary>
    public const int MostPerOrganisation = 50;

    /// <summary>How long the former secret holds beside the new one, so that a running program can change.</summary>
    public static readonly TimeSpan SecretTransition = TimeSpan.FromHours(24);

    public required ApiClientId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required string Name { get; init; }

    public required ApiClientKind Kind { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>What it may ask people to agree to, beside their name.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string Contact { get; init; }

    public required ApiClientState State { get; init; }

    public required PersonId RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public PersonId? ApprovedBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>When it was last suspended, resumed or removed.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Keyed hash of the newest secret.</summary>
    public byte[]? SecretHash { get; init; }

    public byte[]? FormerSecretHash { get; init; }

    public DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary>People can sign in through it now.</summary>
    public bool IsActive => State is ApiClientState.Requested or ApiClientState.Approved;

    /// <summary>Those of the scopes that count now: on trial none that reaches real people's business.</summary>
    public IEnumerable<string> ScopesNow => Scopes.Where(scope => State == ApiClientState.Approved || scope == ThirdPartyScopes.Vote);

    /// <summary>May get a ballot token in a sub-budget: of the organisation that approved it, and on trial only in rehearsals.</summary>
    public bool MayVoteIn(OrganisationId organisation, bool isRehearsal) =>
        organisation == OrganisationId && (State == ApiClientState.Approved || (State == ApiClientState.Requested && isRehearsal));

    /// <summary>May be told what happens in its organisation: before it has been approved only of rehearsals.</summary>
    public bool MayHearOf(bool isRehearsal) => State != ApiClientState.Removed && (ApprovedAt is not null || isRehearsal);

    public Result<ApiClient> Approve(PersonId by, DateTimeOffset now) => State == ApiClientState.Requested
        ? this with { State = ApiClientState.Approved, ApprovedBy = by, ApprovedAt = now }
        : IdentityErrors.ClientState;

    public Result<ApiClient> Suspend(DateTimeOffset now) => IsActive
        ? this with { State = ApiClientState.Suspended, ChangedAt = now }
        : IdentityErrors.ClientState;

    public Result<ApiClient> Resume(DateTimeOffset now) => State == ApiClientState.Suspended
        ? this with { State = ApprovedAt is null ? ApiClientState.Requested : ApiClientState.Approved, ChangedAt = now }
        : IdentityErrors.ClientState;

    public Result<ApiClient> Remove(DateTimeOffset now) => State == ApiClientState.Removed
        ? IdentityErrors.ClientState
        : this with { State = ApiClientState.Removed, ChangedAt = now, SecretHash = null, FormerSecretHash = null, FormerSecretUntil = null };

    /// <summary>The newest secret becomes the former one, which holds for a while yet; what was the former one no more.</summary>
    public Result<ApiClient> RotateSecret(byte[] hash, DateTimeOffset now)
    {
        if (Kind != ApiClientKind.Confidential)
        {
            return IdentityErrors.ClientHasNoSecret;
        }

        return State == ApiClientState.Removed
            ? IdentityErrors.ClientState
            : this with { SecretHash = hash, FormerSecretHash = SecretHash, FormerSecretUntil = SecretHash is null ? null : now + SecretTransition };
    }

    /// <summary>Whether the client may have keys of its own; it changes nothing else.</summary>
    public Result<ApiClient> SetKeys()
    {
        if (Kind != ApiClientKind.Confidential)
        {
            return IdentityErrors.ClientHasNoSecret;
        }

        return State == ApiClientState.Removed ? IdentityErrors.ClientState : this;
    }

    /// <summary>The keyed hashes of the secrets that hold at a time.</summary>
    public IEnumerable<byte[]> SecretHashesAt(DateTimeOffset now)
    {
        if (SecretHash is { } newest)
        {
            yield return newest;
        }

        if (FormerSecretHash is { } former && now < FormerSecretUntil)
        {
            yield return former;
        }
    }
}

/// <summary>What a person can agree to let a third-party client do, beside telling it her name. Names as in the access options of the protos.</summary>
public static class ThirdPartyScopes
{
    /// <summary>Propose, change, support and comment.</summary>
    public const string Ideas = "ideas";

    /// <summary>Get a ballot token.</summary>
    public const string Vote = "vote";

    public static readonly IReadOnlyList<string> All = [Ideas, Vote];
}
