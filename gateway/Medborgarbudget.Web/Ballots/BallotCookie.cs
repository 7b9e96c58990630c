using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Web.Ballots;

/// <summary>
/// Carries the choices over the identification, encrypted, in the voter's own browser: the server neither stores nor logs them.
/// First set when the voter goes to identify; the choices are gone with the cast or with cancelling, the rest within half an hour.
/// </summary>
internal sealed class BallotCookie(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly HostCookie Cookie = new("rost");
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("ballot").ToTimeLimitedDataProtector();

    /// <summary>Null when there is none for the sub-budget, or it is too old.</summary>
    public CarriedBallot? Read(HttpContext context, string subBudgetId) =>
        Cookie.Read<CarriedBallot>(context, _protector) is { } ballot && ballot.SubBudgetId == subBudgetId ? ballot : null;

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

    /// <summary>The receipt, once cast.</summary>
    public string? ReceiptCode { get; init; }

    public DateTimeOffset ReceiptHour { get; init; }

    public int ReceiptVersion { get; init; }
}

internal static class CarriedBallots
{
    /// <summary>The same choices, now with the right to cast them.</summary>
    public static CarriedBallot With(this CarriedBallot ballot, Contracts.Identity.V1.BallotToken token) =>
        ballot with { Token = token.Token, TokenExpires = token.ExpiresAt.ToDateTimeOffset() };
}
