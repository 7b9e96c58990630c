using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.VotingPlaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Medborgarbudget.Web.Tests.VotingPlaces;

/// <summary>In memory, and on a real Redis between replicas.</summary>
public sealed class KioskCodesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly byte[] _secret = Convert.FromBase64String("b25lIHNlY3JldCBvZiBhbGwgcmVwbGljYXMgaGVyZSE=");
    private readonly List<IAsyncDisposable> _used = [];
    private readonly Dictionary<bool, IKioskCodeStore> _stores = [];
    private ConnectionMultiplexer? _redis;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var used in Enumerable.Reverse(_used))
        {
            await used.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_gives_its_token_once_in_its_own_vote_however_it_is_written(bool isShared)
    {
        var (codes, elsewhere) = (await ReplicaAsync(isShared), await ReplicaAsync(isShared));
        var given = await codes.GiveAsync("shift", "vote", Token(30));
        (await elsewhere.RedeemAsync(given.Shown, "another vote")).ShouldBeNull();
        (await elsewhere.RedeemAsync($" {given.Shown.ToLowerInvariant()} ", "vote")).ShouldBe(given.Token);
        (await codes.RedeemAsync(given.Shown, "vote")).ShouldBeNull();
    }

    [Theory]
    [InlineData(30, 20, false)]
    [InlineData(5, 5, false)]
    [InlineData(30, 20, true)]
    public async Task A_code_ends_with_its_token_and_after_twenty_minutes(int tokenMinutes, int codeMinutes, bool isShared)
    {
        var codes = await ReplicaAsync(isShared);
        var given = await codes.GiveAsync("shift", "vote", Token(tokenMinutes));
        _clock.Advance(TimeSpan.FromMinutes(codeMinutes) - TimeSpan.FromSeconds(1));
        (await codes.FindAsync(given.Id, "shift")).ShouldBe(given);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await codes.FindAsync(given.Id, "shift")).ShouldBeNull();
        (await codes.RedeemAsync(given.Shown, "vote")).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_is_shown_to_its_shift_alone_and_not_after_it_is_used(bool isShared)
    {
        var codes = await ReplicaAsync(isShared);
        var given = await codes.GiveAsync("shift", "vote", Token(30));
        (await codes.FindAsync(given.Id, "another shift")).ShouldBeNull();
        (await codes.FindAsync(null, "shift")).ShouldBeNull();
        await codes.RedeemAsync(given.Code, "vote");
        (await codes.FindAsync(given.Id, "shift")).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_who_type_a_code_at_once_one_gets_the_token(bool isShared)
    {
        var (codes, elsewhere) = (await ReplicaAsync(isShared), await ReplicaAsync(isShared));
        var given = await codes.GiveAsync("shift", "vote", Token(30));
        var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => (number % 2 == 0 ? codes : elsewhere).RedeemAsync(given.Code, "vote"))));
        got.Count(token => token is not null).ShouldBe(1);
    }

    [Fact]
    public async Task S9_who_reads_the_store_learns_neither_code_nor_token_and_it_forgets_them()
    {
        var given = await (await ReplicaAsync(isShared: true)).GiveAsync("shift", "vote", Token(30));
        var database = _redis!.GetDatabase();
        var keys = (string[])(await database.ExecuteAsync("KEYS", "*"))!;
        keys.Length.ShouldBe(2);
        foreach (var key in keys)
        {
            var value = global::System.Text.Encoding.Latin1.GetString((byte[])(await database.StringGetAsync(key))!);
            (key + value).ShouldNotContain(given.Code);
            value.ShouldNotContain(given.Token.Token);
            (await database.KeyTimeToLiveAsync(key)).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(20));
        }
    }

    [Theory]
    [InlineData("ABCD-EFGH", true)]
    [InlineData("oil0 1234", true)]
    [InlineData("ABCD-EFGH-JKMN", false)]
    [InlineData("ABCD-EFG", false)]
    [InlineData("ABCD-EFGÅ", false)]
    public void A_kiosk_code_is_told_from_a_voting_code(string text, bool isKiosk) => KioskCodes.IsCode(text).ShouldBe(isKiosk);

    /// <summary>One of several that have the same store.</summary>
    private async Task<KioskCodes> ReplicaAsync(bool isShared)
    {
        if (!isShared)
        {
            _stores.TryAdd(isShared, new MemoryKioskCodes(_clock));
            return new KioskCodes(_stores[isShared], _clock);
        }

        if (_redis is null)
        {
            var server = await RedisServer.CreateDatabaseAsync(TestContext.Current.CancellationToken);
            _redis = await ConnectionMultiplexer.ConnectAsync($"{server.Configuration},allowAdmin=true");
            _used.AddRange([server, _redis]);
        }

        return new KioskCodes(new RedisKioskCodes(_redis, new SharedProtection(_secret), _clock, NullLogger<RedisKioskCodes>.Instance), _clock);
    }

    private BallotToken Token(int minutes) => new() { Token = "a-ballot-token", ExpiresAt = _clock.GetUtcNow().AddMinutes(minutes).ToTimestamp() };
}
