using System.Globalization;
using System.Text;
using Medborgarbudget.Voting.Intake;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>How long and how much Voting remembers of tokens and signatures.</summary>
public sealed class RememberedTests
{
    private const int Most = 1000;
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(31);

    private readonly FakeTimeProvider clock = new();
    private readonly Remembered<string> things;

    public RememberedTests() => things = new Remembered<string>(Time, Most, clock);

    [Fact]
    public void What_is_kept_is_found_for_its_time_however_much_else_comes_at_its_end()
    {
        things.Keep(Name(0), "first");
        clock.Advance(Time - TimeSpan.FromSeconds(1));
        things.Keep(Name(1), "last of the generation");
        clock.Advance(Time);
        things.Keep(Name(2), "first of the next");
        clock.Advance(Time - TimeSpan.FromSeconds(1));

        Find(1).ShouldBe("last of the generation");
        Find(2).ShouldBe("first of the next");
    }

    [Fact]
    public void It_is_gone_after_two_times()
    {
        things.Keep(Name(0), "gone");
        for (var i = 1; i <= 2; i++)
        {
            clock.Advance(Time);
            things.Keep(Name(i), "kept");
        }

        Find(0).ShouldBeNull();
        Find(1).ShouldBe("kept");
    }

    [Fact]
    public void The_first_of_two_by_the_same_name_stays()
    {
        things.Keep(Name(0), "first").ShouldBe("first");
        things.Keep(Name(0), "second").ShouldBe("first");
        Find(0).ShouldBe("first");
    }

    [Fact]
    public void Where_more_come_than_there_is_room_for_the_oldest_go()
    {
        for (var i = 0; i < 3 * Most; i++)
        {
            things.Keep(Name(i), "thing");
        }

        Enumerable.Range(0, 3 * Most).Count(i => Find(i) is not null).ShouldBeInRange(Most / 2, Most);
        Enumerable.Range((3 * Most) - (Most / 2), Most / 2).ShouldAllBe(i => Find(i) != null);
    }

    [Fact]
    public async Task Nothing_young_is_missed_while_generations_change()
    {
        const int threads = 4;
        const int each = 25;
        const int rounds = 200;
        using var together = new Barrier(threads);
        var missed = 0;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    for (var i = 0; i < each; i++)
                    {
                        things.Keep(Name(Number(round, thread, i)), "thing");
                        if (round > 0 && Find(Number(round - 1, (thread + 1) % threads, i)) is null)
                        {
                            Interlocked.Increment(ref missed);
                        }
                    }

                    together.SignalAndWait(TestContext.Current.CancellationToken);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        missed.ShouldBe(0);

        static int Number(int round, int thread, int i) => (((round * threads) + thread) * each) + i;
    }

    private string? Find(int number) => things.TryGet(Name(number), out var thing) ? thing : null;

    private static Sha256Name Name(int number) => Sha256Name.Of(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
}
