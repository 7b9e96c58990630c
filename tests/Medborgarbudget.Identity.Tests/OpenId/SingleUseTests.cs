using System.Net;
using System.Text.Json;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>Moves the clock, so it has a host of its own.</summary>
public sealed class SingleUseTests(SignInFixture host) : IClassFixture<SignInFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_redeem_one_code_at_once_one_gets_tokens()
    {
        var client = new SignInClient(host.Http);
        var code = await client.CodeAsync("elsa", Cancel);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.RedeemAsync(code, Cancel)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest).ShouldBe(19);
    }

    [Fact]
    public async Task Code_that_is_written_otherwise_is_not_another_code()
    {
        // The last character of a part in base64url may hold bits that say nothing.
        var client = new SignInClient(host.Http);
        var code = await client.CodeAsync("elsa", Cancel);
        (await client.RedeemAsync(code, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")
        {
            (await client.RedeemAsync(code[..^1] + last, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Code_says_nothing_readable_and_is_no_refresh_token()
    {
        var web = new SignInClient(host.Http, "mb-web", "http://web.test/signin-oidc", SignInFixture.WebSecret);
        var code = await web.CodeAsync("farid", Cancel, "openid profile offline_access");
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(code.Split('.')[0])).RootElement.GetProperty("enc").GetString().ShouldBe("A256CBC-HS512");
        (await RefreshAsync(web, code)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Refresh_token_is_taken_again_for_half_a_minute_and_not_later_and_its_successor_is()
    {
        var web = new SignInClient(host.Http, "mb-web", "http://web.test/signin-oidc", SignInFixture.WebSecret);
        var first = (await web.SignInAsync("farid", Cancel, "openid profile offline_access")).GetProperty("refresh_token").GetString()!;
        using var renewed = await RefreshAsync(web, first);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var second = JsonDocument.Parse(await renewed.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("refresh_token").GetString()!;
        second.ShouldNotBe(first);
        host.Clock.Advance(TimeSpan.FromSeconds(29));
        (await RefreshAsync(web, first)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        using var late = await RefreshAsync(web, first);
        (await late.Content.ReadAsStringAsync(Cancel)).ShouldContain("invalid_grant");
        (await RefreshAsync(web, second)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Right_secret_is_remembered_for_what_is_stored_now_and_a_wrong_one_never()
    {
        var verified = new VerifiedSecrets();
        verified.Add("right", "stored");
        verified.Include("right", "stored").ShouldBeTrue();
        verified.Include("wrong", "stored").ShouldBeFalse();
        verified.Include("right", "stored anew").ShouldBeFalse();
    }

    private static Task<HttpResponseMessage> RefreshAsync(SignInClient client, string token) =>
        client.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token }, Cancel);
}

public sealed class SpentTokensOnSqlite(SqliteIdentity host) : SpentTokensTests(host), IClassFixture<SqliteIdentity>;

public sealed class SpentTokensOnPostgres(PostgresIdentity host) : SpentTokensTests(host), IClassFixture<PostgresIdentity>;

public abstract class SpentTokensTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_is_spent_once_whichever_replica_is_asked_and_those_beside_it_are_not_hindered()
    {
        SpentTokens[] replicas = [Replica(), Replica(), Replica()];
        var contested = Guid.NewGuid();
        var expires = host.Clock.GetUtcNow().AddMinutes(1);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => replicas[i % 3].SpendAsync(i % 5 == 0 ? contested : Guid.NewGuid(), expires, Cancel)));
        answers.Where((_, i) => i % 5 == 0).Count(ago => ago is null).ShouldBe(1);
        answers.Where((_, i) => i % 5 != 0).ShouldAllBe(ago => ago == null);
    }

    [Fact]
    public async Task Token_is_known_as_spent_until_it_has_expired_and_then_forgotten()
    {
        var (spent, id, now) = (Replica(), Guid.NewGuid(), host.Clock.GetUtcNow());
        (await spent.SpendAsync(id, now.AddMinutes(1), Cancel)).ShouldBeNull();
        await spent.PruneAsync(now, Cancel);
        (await spent.SpendAsync(id, now.AddMinutes(1), Cancel)).ShouldBe(TimeSpan.Zero);
        await spent.PruneAsync(now.AddMinutes(2), Cancel);
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IdentityDb>().SpentTokens.AnyAsync(row => row.Id == id, Cancel)).ShouldBeFalse();
    }

    private SpentTokens Replica() => new(host.Services.GetRequiredService<IServiceScopeFactory>(), host.Clock);
}
