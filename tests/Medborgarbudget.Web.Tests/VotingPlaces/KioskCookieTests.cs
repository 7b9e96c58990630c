using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.VotingPlaces;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Web.Tests.VotingPlaces;

/// <summary>What makes a browser a kiosk, and for how long.</summary>
public sealed class KioskCookieTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly KioskCookie _cookie;

    public KioskCookieTests() => _cookie = new KioskCookie(new EphemeralDataProtectionProvider(), _clock);

    [Fact]
    public void A_kiosk_lasts_half_an_hour_longer_than_its_shift()
    {
        var browser = PutUp();
        _cookie.Read(browser)!.VotingPlace.ShouldBe("Biblioteket");
        _clock.Advance(TimeSpan.FromMinutes(60 + 30) - TimeSpan.FromSeconds(1));
        _cookie.Read(browser).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _cookie.Read(browser).ShouldBeNull();
    }

    [Fact]
    public void Each_voter_has_her_own_mark_and_the_kiosk_stays_as_it_is()
    {
        var first = _cookie.Read(PutUp())!;
        var browser = new DefaultHttpContext();
        _cookie.NextVoter(browser, first);
        var second = _cookie.Read(Next(browser))!;
        second.Voter.ShouldNotBe(first.Voter);
        second.ShouldBe(first with { Voter = second.Voter });
    }

    [Theory]
    [InlineData("")]
    [InlineData("made-up")]
    public void A_browser_cannot_make_itself_a_kiosk(string text)
    {
        var browser = new DefaultHttpContext();
        browser.Request.Headers.Cookie = $"__Host-kiosk={text}";
        _cookie.Read(browser).ShouldBeNull();
    }

    private DefaultHttpContext PutUp()
    {
        var browser = new DefaultHttpContext();
        var sheet = new ShiftSheet
        {
            Shift = new Shift { ShiftId = "shift", EndsAt = _clock.GetUtcNow().AddHours(1).ToTimestamp() },
            VotingPlace = new VotingPlace { Name = "Biblioteket" },
        };
        _cookie.PutUp(browser, new OpenShift(new Place(new SubBudget { SubBudgetId = Guid.NewGuid().ToString(), Plan = new Plan { Name = "Norra" } }, ""), sheet, true, true));
        return Next(browser);
    }

    /// <summary>The browser's next request.</summary>
    private static DefaultHttpContext Next(DefaultHttpContext answered)
    {
        var next = new DefaultHttpContext();
        next.Request.Headers.Cookie = answered.Response.Headers.SetCookie.ToString().Split(';')[0];
        return next;
    }
}
