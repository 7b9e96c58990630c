using System.Net;
using Medborgarbudget.Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.Caching;

/// <summary>A public read is answered from what the gateway keeps.</summary>
public sealed class PublicReadTests(GatewayFixture fixture) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly string _id = Guid.NewGuid().ToString();
    private GatewayHost? _gateway;

    private GatewayHost Gateway => _gateway!;

    private Act Act => fixture.Stage.Of(_id);

    public async ValueTask InitializeAsync() => _gateway = await fixture.WithBudgetAsync(_clock);

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    [Fact]
    public async Task Second_read_does_not_reach_the_service_and_is_the_same()
    {
        using var first = await Gateway.ReadAsync(Catalogue.Path(_id));
        using var second = await Gateway.ReadAsync(Catalogue.Path(_id));

        Act.Calls.ShouldBe(1);
        Catalogue.IsFromCache(first).ShouldBeFalse();
        Catalogue.IsFromCache(second).ShouldBeTrue();
        (await second.JsonAsync()).GetRawText().ShouldBe((await first.JsonAsync()).GetRawText());
        second.Content.Headers.ContentType!.ToString().ShouldBe(first.Content.Headers.ContentType!.ToString());
        second.Headers.CacheControl!.ToString().ShouldBe("public, max-age=5, stale-while-revalidate=10");
        second.Headers.Vary.ShouldBe(["Accept-Language", "Authorization", "Cookie"]);
    }

    [Fact]
    public async Task Reader_who_has_it_already_is_told_so()
    {
        using var first = await Gateway.ReadAsync(Catalogue.Path(_id));
        var tag = first.Headers.ETag!;
        tag.IsWeak.ShouldBeFalse();

        using var same = await Gateway.ReadAsync(Catalogue.Path(_id), ("If-None-Match", tag.Tag));
        using var oneOf = await Gateway.ReadAsync(Catalogue.Path(_id), ("If-None-Match", $"\"other\", W/{tag.Tag}"));
        using var other = await Gateway.ReadAsync(Catalogue.Path(_id), ("If-None-Match", "\"other\""));

        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        same.Headers.ETag.ShouldBe(tag);
        (await same.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        oneOf.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tag_changes_with_the_content_and_only_then()
    {
        using var first = await Gateway.ReadAsync(Catalogue.Path(_id));
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var unchanged = await Gateway.ReadAsync(Catalogue.Path(_id));
        Act.Version++;
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var changed = await Gateway.ReadAsync(Catalogue.Path(_id));

        Act.Calls.ShouldBe(3);
        unchanged.Headers.ETag.ShouldBe(first.Headers.ETag);
        changed.Headers.ETag.ShouldNotBe(first.Headers.ETag);
    }

    [Fact]
    public async Task All_who_miss_at_once_share_one_call()
    {
        var answer = new TaskCompletionSource();
        Act.Held = answer.Task;
        var readers = Enumerable.Range(0, 60).Select(_ => Gateway.VersionAsync(_id)).ToList();
        await Catalogue.EventuallyAsync(() => Task.FromResult(Act.Calls == 1));
        await Task.Delay(100, TestContext.Current.CancellationToken);
        answer.SetResult();

        (await Task.WhenAll(readers)).ShouldAllBe(version => version == 1);
        Act.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Stale_answer_is_given_while_one_call_renews_it()
    {
        await Gateway.VersionAsync(_id);
        var renewal = new TaskCompletionSource();
        (Act.Version, Act.Held) = (2, renewal.Task);
        _clock.Advance(TimeSpan.FromSeconds(6));

        var stale = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Gateway.VersionAsync(_id)));
        await Catalogue.EventuallyAsync(() => Task.FromResult(Act.Calls == 2));
        renewal.SetResult();
        await Catalogue.EventuallyAsync(async () => await Gateway.VersionAsync(_id) == 2);

        stale.ShouldAllBe(version => version == 1);
        Act.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_too_old_is_waited_for()
    {
        await Gateway.VersionAsync(_id);
        Act.Version = 2;
        _clock.Advance(TimeSpan.FromSeconds(16));

        (await Gateway.VersionAsync(_id)).ShouldBe(2);
    }

    [Fact]
    public async Task Old_answer_is_given_while_the_service_is_down_but_not_for_ever()
    {
        await Gateway.VersionAsync(_id);
        Act.Fails = true;
        _clock.Advance(TimeSpan.FromSeconds(200));
        (await Gateway.VersionAsync(_id)).ShouldBe(1);

        _clock.Advance(TimeSpan.FromSeconds(101));
        using var tooOld = await Gateway.ReadAsync(Catalogue.Path(_id));

        tooOld.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await tooOld.ProblemCodeAsync()).ShouldBe("request.unavailable");
        tooOld.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Old_answer_is_given_when_the_service_takes_its_time()
    {
        await Gateway.VersionAsync(_id);
        (Act.Version, Act.Held) = (2, new TaskCompletionSource().Task);
        _clock.Advance(TimeSpan.FromSeconds(60));

        (await Gateway.VersionAsync(_id)).ShouldBe(1);
    }

    [Fact]
    public async Task Refusal_is_passed_on_and_not_kept()
    {
        Act.IsMissing = true;
        using var missing = await Gateway.ReadAsync(Catalogue.Path(_id), ("Accept-Language", "sv"));
        Act.IsMissing = false;

        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await missing.ProblemCodeAsync()).ShouldBe("budget.sub_budget_missing");
        missing.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await Gateway.VersionAsync(_id)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_gone_is_gone()
    {
        await Gateway.VersionAsync(_id);
        Act.IsMissing = true;
        _clock.Advance(TimeSpan.FromSeconds(20));
        using var missing = await Gateway.ReadAsync(Catalogue.Path(_id));
        Act.Fails = true;
        using var down = await Gateway.ReadAsync(Catalogue.Path(_id));

        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        down.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Queries_and_languages_are_kept_apart()
    {
        using var plain = await Gateway.ReadAsync(Catalogue.Path(_id));
        using var query = await Gateway.ReadAsync($"{Catalogue.Path(_id)}?x=1");
        using var swedish = await Gateway.ReadAsync(Catalogue.Path(_id), ("Accept-Language", "sv-SE,en;q=0.5"));
        using var english = await Gateway.ReadAsync(Catalogue.Path(_id), ("Accept-Language", "de,en;q=0.5"));

        Act.Calls.ShouldBe(3);
        Catalogue.IsFromCache(english).ShouldBeTrue();
    }

    [Fact]
    public async Task Voting_status_is_a_second_old_at_most()
    {
        var path = $"{Catalogue.Path(_id)}/voting-status";
        using var first = await Gateway.ReadAsync(path);
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        using var second = await Gateway.ReadAsync(path);
        _clock.Advance(TimeSpan.FromSeconds(3));
        using var third = await Gateway.ReadAsync(path);

        first.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(1));
        Catalogue.IsFromCache(second).ShouldBeTrue();
        Catalogue.IsFromCache(third).ShouldBeFalse();
    }
}
