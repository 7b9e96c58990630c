using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.VotingPlaces;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Web.Tests.VotingPlaces;

public sealed class KioskCodesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_code_gives_its_token_once_in_its_own_vote_however_it_is_written()
    {
        var codes = new KioskCodes(_clock);
        var given = codes.Give("shift", "vote", Token(30));
        codes.Redeem(given.Shown, "another vote").ShouldBeNull();
        codes.Redeem($" {given.Shown.ToLowerInvariant()} ", "vote").ShouldBe(given.Token);
        codes.Redeem(given.Shown, "vote").ShouldBeNull();
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(5, 5)]
    public void A_code_ends_with_its_token_and_after_twenty_minutes(int tokenMinutes, int codeMinutes)
    {
        var codes = new KioskCodes(_clock);
        var given = codes.Give("shift", "vote", Token(tokenMinutes));
        _clock.Advance(TimeSpan.FromMinutes(codeMinutes) - TimeSpan.FromSeconds(1));
        codes.Find(given.Id, "shift").ShouldBe(given);
        _clock.Advance(TimeSpan.FromSeconds(1));
        codes.Find(given.Id, "shift").ShouldBeNull();
        codes.Redeem(given.Shown, "vote").ShouldBeNull();
    }

    [Fact]
    public void A_code_is_shown_to_its_shift_alone_and_not_after_it_is_used()
    {
        var codes = new KioskCodes(_clock);
        var given = codes.Give("shift", "vote", Token(30));
        codes.Find(given.Id, "another shift").ShouldBeNull();
        codes.Find(null, "shift").ShouldBeNull();
        codes.Redeem(given.Code, "vote");
        codes.Find(given.Id, "shift").ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_type_a_code_at_once_one_gets_the_token()
    {
        var codes = new KioskCodes(_clock);
        var given = codes.Give("shift", "vote", Token(30));
        var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => codes.Redeem(given.Code, "vote"))));
        got.Count(token => token is not null).ShouldBe(1);
    }

    [Theory]
    [InlineData("ABCD-EFGH", true)]
    [InlineData("oil0 1234", true)]
    [InlineData("ABCD-EFGH-JKMN", false)]
    [InlineData("ABCD-EFG", false)]
    [InlineData("ABCD-EFGÅ", false)]
    public void A_kiosk_code_is_told_from_a_voting_code(string text, bool isKiosk) => KioskCodes.IsCode(text).ShouldBe(isKiosk);

    private BallotToken Token(int minutes) => new() { Token = "token", ExpiresAt = _clock.GetUtcNow().AddMinutes(minutes).ToTimestamp() };
}
