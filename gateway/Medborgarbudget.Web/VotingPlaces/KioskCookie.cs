using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Web.Ballots;
using Medborgarbudget.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>
/// Makes a browser a kiosk: an officer has put it up at a voting place for the time of the shift, and one voter after the other uses it. The cookie
/// is encrypted, so nobody makes one; it names the place and no person.
/// </summary>
internal sealed class KioskCookie(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly HostCookie Cookie = new("kiosk");

    /// <summary>A ballot carried by the browser lives half an hour, so the kiosk clears that much longer than codes are given.</summary>
    private static readonly TimeSpan AfterShift = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _protector = protection.CreateProtector("kiosk");

    /// <summary>Null where the browser is no kiosk, or its shift is over.</summary>
    public Kiosk? Read(HttpContext context) =>
        Cookie.Read<Kiosk>(context, _protector) is { } kiosk && kiosk.Until > clock.GetUtcNow() ? kiosk : null;

    public void PutUp(HttpContext context, OpenShift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        Write(context, new Kiosk(shift.Place.Path, shift.Place.Name, shift.Sheet.VotingPlace.Name, "", shift.Sheet.Shift.EndsAt.ToDateTimeOffset() + AfterShift));
    }

    /// <summary>The voter before is gone: nothing that she sent is taken from her forms again.</summary>
    public void NextVoter(HttpContext context, Kiosk kiosk) => Write(context, kiosk);

    public static void TakeDown(HttpContext context) => Cookie.Erase(context);

    private void Write(HttpContext context, Kiosk kiosk)
    {
        const int Bytes = 12;
        var fresh = kiosk with { Voter = Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes)) };
        Cookie.Write(context, _protector.Protect(JsonSerializer.Serialize(fresh)), kiosk.Until);
    }
}
