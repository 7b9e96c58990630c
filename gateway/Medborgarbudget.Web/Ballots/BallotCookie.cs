using System.Text.Json;
using Medborgarbudget.Web.Api;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Web.Ballots;

/// <summary>
/// Carries the choices over the identification, and what that needs to come back, encrypted, in the voter's own browser: the server neither stores nor logs them.
/// First set when the voter goes to identify; the choices are gone with the cast or with cancelling, the rest within half an hour.
/// </summary>
internal sealed class BallotCookie(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly HostCookie Cookie = new("rost");
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("ballot").ToTimeLimitedDataProtector();

    /// <summary>Null when there is none for the sub-budget, or it is too old.</summary>
    public CarriedBallot? Read(HttpContext context, string subBudgetId) =>
        Read(context) is { } ballot && ballot.SubBudgetId == subBudgetId ? ballot : null;

    /// <summary>Whichever sub-budget's it is.</summary>
    public CarriedBallot? Read(HttpContext context) => Cookie.Read<CarriedBallot>(context, _protector);

    public void Write(HttpContext context, CarriedBallot ballot) =>
        Cookie.Write(context, _protector.Protect(JsonSerializer.Serialize(ballot), Lifetime), clock.GetUtcNow() + Lifetime);

    public static void Erase(HttpContext context) => Cookie.Erase(context);
}

/// <param name="Choices">One bit per item; null once cast.</param>
/// <param name="ManifestHash">The ballot that the bits belong to.</param>
internal sealed record CarriedBallot(string SubBudgetId, string ManifestHash, byte[]? Choices)
{
    /// <summary>The ballot token, once identified; gone with the cast, except where the ballot may be shown again.</summary>
    public string? Token { get; init; }

    public DateTimeOffset TokenExpires { get; init; }

    public bool HasTokenAt(DateTimeOffset now) => Token is not null && TokenExpires > now;

    /// <summary>While the voter is away at the e-ID.</summary>
    public EidErrand? Errand { get; init; }

    /// <summary>Where the steps of her ballot are, in her language; null before she first goes to the e-ID.</summary>
    public string? Steps { get; init; }

    /// <summary>Why the last identification gave no token; without the API's text.</summary>
    public Problem? Refused { get; init; }

    /// <summary>The receipt, once cast.</summary>
    public string? ReceiptCode { get; init; }

    public DateTimeOffset ReceiptHour { get; init; }

    public int ReceiptVersion { get; init; }
}

internal static class CarriedBallots
{
    /// <summary>The same choices, now with the right to cast them.</summary>
    public static CarriedBallot With(this CarriedBallot ballot, Contracts.Identity.V1.BallotToken token) =>
        ballot with { Token = token.Token, TokenExpires = token.ExpiresAt.ToDateTimeOffset(), Errand = null, Refused = null };
}
