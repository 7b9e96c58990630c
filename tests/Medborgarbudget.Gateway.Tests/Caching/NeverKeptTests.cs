using System.Net;
using System.Net.Http.Json;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Gateway.Caching;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.Caching;

/// <summary>What is somebody's own, or too much, is kept by nobody.</summary>
public sealed class NeverKeptTests(GatewayFixture fixture)
{
    private readonly string _id = Guid.NewGuid().ToString();

    private Act Act => fixture.Stage.Of(_id);

    /// <summary>It stands still: what is kept stays fresh, however slow the machine.</summary>
    private static FakeTimeProvider Clock() => new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Request_with_a_token_or_a_cookie_is_neither_answered_from_the_cache_nor_kept()
    {
        await using var gateway = await fixture.WithBudgetAsync(Clock());
        var token = $"Bearer {fixture.Tokens.Person(PersonId.From(Guid.NewGuid()))}";

        for (var round = 1; round <= 2; round++)
        {
            using var signedIn = await gateway.ReadAsync(Catalogue.Path(_id), ("Authorization", token));
            using var cookie = await gateway.ReadAsync(Catalogue.Path(_id), ("Cookie", "a=b"));
            using var anonymous = await gateway.ReadAsync(Catalogue.Path(_id));

            Catalogue.IsFromCache(signedIn).ShouldBeFalse();
            signedIn.Headers.CacheControl!.ToString().ShouldBe("no-store");
            cookie.Headers.CacheControl!.ToString().ShouldBe("no-store");
            Catalogue.Marker(await cookie.JsonAsync()).ShouldBe("a=b");
            Catalogue.Marker(await anonymous.JsonAsync()).ShouldBeEmpty();
        }

        Act.Calls.ShouldBe(5);
    }

    [Theory]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("Cache-Control", "max-age=60, private")]
    [InlineData("Set-Cookie", "a=b")]
    public async Task Answer_that_the_service_keeps_to_itself_is_kept_by_nobody(string name, string value)
    {
        Act.Header = (name, value);
        await using var gateway = await fixture.WithBudgetAsync(Clock());

        using var first = await gateway.ReadAsync(Catalogue.Path(_id));
        Act.Version = 2;
        using var second = await gateway.ReadAsync(Catalogue.Path(_id));

        (await second.JsonAsync()).GetProperty("version").GetInt32().ShouldBe(2);
        second.Headers.GetValues(name).Single().ShouldBe(value);
        second.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Receipts_and_ballots_are_never_kept()
    {
        await using var gateway = await fixture.WithBudgetAsync(Clock());
        string[] paths = [$"/medborgarbudget/v1/receipts/{_id}", $"{Catalogue.Path(_id)}/ballot"];

        foreach (var path in paths.Concat(paths))
        {
            using var answer = await gateway.ReadAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        }

        Act.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task Whatever_is_no_public_read_is_no_store()
    {
        await using var gateway = await fixture.WithBudgetAsync(Clock());
        using var list = await gateway.ReadAsync("/medborgarbudget/v1/applications", ("Authorization", $"Bearer {fixture.Tokens.Holder(Role.NetworkLeader, default)}"));
        using var cast = await gateway.Http.PutAsJsonAsync($"{Catalogue.Path(_id)}/ballot", new { }, TestContext.Current.CancellationToken);
        using var unknown = await gateway.ReadAsync("/medborgarbudget/v1/unknown");

        new[] { list, cast, unknown }.ShouldAllBe(answer => answer.Headers.CacheControl!.NoStore);
        list.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Answer_that_is_too_long_is_passed_on_whole_and_not_kept()
    {
        Act.Padding = 30_000;
        await using var gateway = await fixture.WithBudgetAsync(Clock(), ("Gateway:Cache:MaxAnswerBytes", "20000"));

        using var first = await gateway.ReadAsync(Catalogue.Path(_id));
        using var second = await gateway.ReadAsync(Catalogue.Path(_id));

        (await second.JsonAsync()).GetProperty("subBudgetId").GetString()!.Length.ShouldBe(30_036);
        Catalogue.IsFromCache(second).ShouldBeFalse();
    }

    [Fact]
    public async Task No_more_is_kept_than_was_allowed()
    {
        await using var gateway = await fixture.WithBudgetAsync(Clock(), ("Gateway:Cache:MaxBytes", "20000"));
        var ids = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid().ToString()).ToList();

        foreach (var id in ids.Concat(ids))
        {
            using var answer = await gateway.ReadAsync(Catalogue.Path(id));
        }

        // An entry costs more than 600 bytes: at most 33 of the hundred can have been there.
        ids.Count(id => fixture.Stage.Of(id).Calls == 1).ShouldBeLessThan(34);
    }

    [Fact]
    public async Task Nothing_is_kept_where_nothing_may_be()
    {
        await using var gateway = await fixture.WithBudgetAsync(Clock(), ("Gateway:Cache:MaxBytes", "0"));
        await gateway.VersionAsync(_id);
        await gateway.VersionAsync(_id);

        Act.Calls.ShouldBe(2);
    }

    [Fact]
    public void Table_of_freshness_names_operations_that_exist_and_keeps_public_reads_only()
    {
        var operations = PublicApi.Operations.ToList();

        Freshness.Named.Except(operations.Select(operation => operation.Method.Name)).ShouldBeEmpty();
        var kept = operations.Where(operation => Freshness.Of(operation) is not null).ToList();
        kept.Count.ShouldBeGreaterThan(15);
        kept.ShouldAllBe(operation => operation.Access.Everyone && operation.Verb == "GET");
        kept.Select(operation => operation.Method.Name).ShouldNotContain("CheckReceipt");
    }
}
