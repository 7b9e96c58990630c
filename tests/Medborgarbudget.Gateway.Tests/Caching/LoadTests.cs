using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.Caching;

/// <summary>MEDBORGARBUDGET_ANSWERS says how many answers are looked through for somebody else's (the mark is for 1,000,000).</summary>
public sealed class LoadTests(GatewayFixture fixture)
{
    private const int Workers = 16;

    private static int Answers =>
        int.TryParse(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_ANSWERS"), CultureInfo.InvariantCulture, out var number) ? number : 12_000;

    [Fact]
    public async Task L4_reading_mix_of_95_to_5_is_answered_from_the_cache()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await fixture.WithBudgetAsync(clock);
        var paths = Enumerable.Range(0, 20).Select(_ => Catalogue.Path(Guid.NewGuid().ToString())).ToList();
        var token = $"Bearer {fixture.Tokens.Person(PersonId.From(Guid.NewGuid()))}";
        var tags = new ConcurrentDictionary<string, string>();
        var (reads, hits, unchanged, personal) = (0, 0, 0, 0);

        // Ten seconds of a fake clock: every address is renewed twice while it is read.
        for (var second = 0; second < 10; second++)
        {
            await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
            {
                var path = paths[i % paths.Count];
                if (i % 20 == 7)
                {
                    using var own = await gateway.ReadAsync(path, ("Authorization", token));
                    Catalogue.IsFromCache(own).ShouldBeFalse();
                    Interlocked.Increment(ref personal);
                    return;
                }

                // Every other reader has been here before.
                var knows = i % 2 == 0 && tags.ContainsKey(path);
                using var answer = await gateway.ReadAsync(path, knows ? [("If-None-Match", tags[path])] : []);
                tags[path] = answer.Headers.ETag!.Tag;
                Interlocked.Increment(ref reads);
                Interlocked.Add(ref hits, Catalogue.IsFromCache(answer) ? 1 : 0);
                Interlocked.Add(ref unchanged, answer.StatusCode == HttpStatusCode.NotModified ? 1 : 0);
            });
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        personal.ShouldBe(200);
        ((double)hits / reads).ShouldBeGreaterThan(0.95);
        unchanged.ShouldBeGreaterThan(reads / 3);
    }

    [Fact]
    public async Task L8_every_answer_is_its_requesters_own()
    {
        await using var gateway = await fixture.WithBudgetAsync(TimeProvider.System, ("Gateway:Concurrent", "4096"));
        var path = Catalogue.Path(Guid.NewGuid().ToString());
        var persons = Enumerable.Range(0, 48).Select(_ => PersonId.From(Guid.NewGuid())).Select(person => (Marker: person.ToString(), Token: $"Bearer {fixture.Tokens.Person(person)}")).ToList();
        var mixUps = new ConcurrentBag<string>();
        var personal = 0;

        await Parallel.ForAsync(0, Answers, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var (marker, token) = persons[i % persons.Count];
            var (expected, header) = (i % 4) switch
            {
                0 => ("", []),
                1 => ($"who={i}", new[] { ("Cookie", $"who={i}") }),
                _ => (marker, new[] { ("Authorization", token) }),
            };
            using var answer = await gateway.ReadAsync(path, header);
            var isStorable = answer.Headers.CacheControl?.NoStore != true;
            if (Catalogue.Marker(await answer.JsonAsync()) != expected || isStorable != (expected.Length == 0))
            {
                mixUps.Add($"{expected}: {answer.Headers.CacheControl}");
            }

            Interlocked.Add(ref personal, expected.Length > 0 ? 1 : 0);
        });

        mixUps.ShouldBeEmpty();
        personal.ShouldBe(Answers - ((Answers + 3) / 4));
    }
}
