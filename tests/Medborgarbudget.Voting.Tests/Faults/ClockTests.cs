using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>An instance whose clock is not the store's takes no ballot.</summary>
public abstract class ClockTests(VotingFixture voting)
{
    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task C4_P10_A_clock_that_is_off_by_minutes_is_not_ready_until_it_is_right(int minutes)
    {
        var clock = new OffClock { Offset = TimeSpan.FromMinutes(minutes) };
        await using var off = await StartAsync(clock);
        await Eventually.HoldsAsync(async () => await TroubleAsync(off) == "The clock is not that of the store.");
        off.IsReady.ShouldBeFalse();

        clock.Offset = TimeSpan.FromSeconds(1);
        await Eventually.HoldsAsync(() => Task.FromResult(off.IsReady));
    }

    [Fact]
    public async Task C4_P10_A_clock_that_goes_wrong_later_ends_the_intake()
    {
        var clock = new OffClock();
        await using var drifting = await StartAsync(clock);
        await Eventually.HoldsAsync(() => Task.FromResult(drifting.IsReady));

        clock.Offset = TimeSpan.FromSeconds(3);
        await Eventually.HoldsAsync(() => Task.FromResult(!drifting.IsReady));
    }

    [Fact]
    public async Task C4_Not_to_compare_the_clocks_is_refused_in_production() =>
        (await Should.ThrowAsync<OptionsValidationException>(async () => await voting.StartSecondAsync(environment: "Production")))
            .Message.ShouldContain("MostClockDriftSeconds");

    private Task<SecondInstance> StartAsync(OffClock clock) => voting.StartSecondAsync(
        builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Voting:MostClockDriftSeconds"] = "2" }), clock: clock);

    private static async Task<string?> TroubleAsync(SecondInstance instance) =>
        (await instance.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "ballot-box", Stop.Token))
            .Entries["ballot-box"].Description;

    /// <summary>The machine's clock, ahead by an offset.</summary>
    private sealed class OffClock : TimeProvider
    {
        private long _ticks;

        public TimeSpan Offset
        {
            get => TimeSpan.FromTicks(Volatile.Read(ref _ticks));
            set => Volatile.Write(ref _ticks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}

public sealed class EmbeddedClockTests(EmbeddedVoting voting) : ClockTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealClockTests(RealVoting voting) : ClockTests(voting), IClassFixture<RealVoting>;
