using System.Text.Json;
using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Tests.OpenId;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Intake;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Client = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;
using VotingTokens = Medborgarbudget.Voting.Intake.BallotTokens;

namespace Medborgarbudget.Identity.Tests.Keys;

/// <summary>Signing keys change while Identity and those who check its tokens run on. Each test has a host of its own: the clock moves for hours.</summary>
public sealed class RotationTests
{
    private static readonly SubBudgetId SubBudget = SubBudgetId.From(new Guid("0197c2a0-0000-7000-8000-000000000001"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_key_is_published_first_signs_after_the_overlap_and_the_old_one_goes_when_its_tokens_have_expired()
    {
        await using var identity = await StartAsync();
        var (access, ballot) = (Signing(await TokenAsync(identity)), Signing(await BallotAsync(identity)));
        Rotate(identity);
        await AdvanceUntilAsync(identity, KeyRotation.Every, async () => (await KeyIdsAsync(identity, "jwks")).Count == 2);
        (await KeyIdsAsync(identity, "ballot-jwks")).Count.ShouldBe(2);
        (Signing(await TokenAsync(identity)), Signing(await BallotAsync(identity))).ShouldBe((access, ballot), "the new ones are known and do not sign yet");

        await AdvanceUntilAsync(identity, SigningSchedule.Overlap, async () => Signing(await TokenAsync(identity)) != access);
        Signing(await BallotAsync(identity)).ShouldNotBe(ballot);
        (await KeyIdsAsync(identity, "jwks")).ShouldContain(access);
        (await KeyIdsAsync(identity, "ballot-jwks")).ShouldContain(ballot);

        await AdvanceUntilAsync(identity, SigningSchedule.AccessTrust, async () => !(await KeyIdsAsync(identity, "jwks")).Contains(access));
        (await KeyIdsAsync(identity, "ballot-jwks")).ShouldNotContain(ballot);
        Rotate(identity);
        KeyFile.Load(identity.KeyFilePath).Access.Count.ShouldBe(2, "and what nobody trusts any more leaves the file with the next change");
    }

    [Fact]
    public async Task Services_that_run_take_tokens_of_the_old_key_and_of_the_new_one()
    {
        await using var identity = await StartAsync();
        await using var service = StartService(identity);
        var old = await TokenAsync(identity);
        (await IsTakenAsync(service, old)).ShouldBeTrue();
        Rotate(identity);
        await AdvanceUntilAsync(identity, KeyRotation.Every, async () => (await KeyIdsAsync(identity, "jwks")).Count == 2);
        var before = await TokenAsync(identity);
        await AdvanceUntilAsync(identity, SigningSchedule.Overlap, async () => Signing(await TokenAsync(identity)) != Signing(before));
        var renewed = await TokenAsync(identity);

        // The service has asked nothing since it read the old key: the worst that can be.
        await HoldsAsync(() => IsTakenAsync(service, renewed));
        (await IsTakenAsync(service, before)).ShouldBeFalse("five minutes are over for it");
        var me = await new Client(identity.As(renewed)).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel);
        me.PersonId.ShouldNotBeEmpty("Identity itself takes it too");
    }

    [Fact]
    public async Task Refresh_token_of_the_old_key_is_renewed_by_the_new_one()
    {
        await using var identity = await StartAsync();
        var web = new SignInClient(identity.Http, "mb-web", "http://web.test/signin-oidc", SignInFixture.WebSecret);
        var first = await web.SignInAsync("bo", Cancel, "openid profile offline_access");
        var old = Signing(first.GetProperty("access_token").GetString()!);
        Rotate(identity);
        await AdvanceUntilAsync(identity, SigningSchedule.Overlap + KeyRotation.Every, async () => Signing(await TokenAsync(identity)) != old);
        using var renewed = await web.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = first.GetProperty("refresh_token").GetString()! }, Cancel);
        var text = await renewed.Content.ReadAsStringAsync(Cancel);
        renewed.IsSuccessStatusCode.ShouldBeTrue(text);
        Signing(JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!).ShouldNotBe(old);
    }

    [Fact]
    public async Task Voting_takes_ballot_tokens_of_both_keys_through_the_whole_change()
    {
        await using var identity = await StartAsync();
        var keys = new BallotKeys(new IntakeGate());
        var voting = new VotingTokens(
            keys, Options.Create(new VotingOptions { BallotIssuer = SignInFixture.Issuer }), identity.Services.GetRequiredService<IConfiguration>(), identity.Clock);
        keys.Take(await KeySetAsync(identity, "ballot-jwks"));
        var old = await BallotAsync(identity);
        IsTaken(voting, old).ShouldBeTrue();
        Rotate(identity);
        await AdvanceUntilAsync(identity, KeyRotation.Every, async () => (await KeyIdsAsync(identity, "ballot-jwks")).Count == 2);
        keys.Take(await KeySetAsync(identity, "ballot-jwks"));
        await AdvanceUntilAsync(identity, SigningSchedule.Overlap - TimeSpan.FromMinutes(2), () => Task.FromResult(true));
        var (last, another) = (await BallotAsync(identity), await BallotAsync(identity));
        Signing(last).ShouldBe(Signing(old));
        await AdvanceUntilAsync(identity, TimeSpan.FromMinutes(2), async () => Signing(await BallotAsync(identity)) != Signing(old));
        IsTaken(voting, await BallotAsync(identity)).ShouldBeTrue("of the new key, which was fetched before it signed");
        IsTaken(voting, last).ShouldBeTrue("of the old key, seen for the first time");
        keys.Take(await KeySetAsync(identity, "ballot-jwks"));
        IsTaken(voting, last).ShouldBeTrue("remembered");
        IsTaken(voting, another).ShouldBeTrue("of the old key, seen for the first time after another fetch");
    }

    [Fact]
    public async Task Key_file_that_cannot_be_read_changes_nothing_until_it_can()
    {
        await using var identity = await StartAsync();
        var good = await File.ReadAllBytesAsync(identity.KeyFilePath, Cancel);
        await File.WriteAllTextAsync(identity.KeyFilePath, "{\"version\":1,", Cancel);
        await AdvanceUntilAsync(identity, KeyRotation.Every, () => Task.FromResult(true));
        (await TokenAsync(identity)).ShouldNotBeEmpty();
        await File.WriteAllBytesAsync(identity.KeyFilePath, good, Cancel);
        Rotate(identity);
        await AdvanceUntilAsync(identity, KeyRotation.Every, async () => (await KeyIdsAsync(identity, "jwks")).Count == 2);
    }

    private static async Task<SignInFixture> StartAsync()
    {
        var identity = new SignInFixture();
        await identity.InitializeAsync();
        return identity;
    }

    /// <summary>What the mode rotate-signing-keys of the program does.</summary>
    private static void Rotate(SignInFixture identity) => KeyFile.Rotate(identity.KeyFilePath, identity.Clock);

    /// <summary>The clock goes on, and then the host gets the time that it needs to notice.</summary>
    private static async Task AdvanceUntilAsync(SignInFixture identity, TimeSpan step, Func<Task<bool>> condition)
    {
        identity.Clock.Advance(step);
        await HoldsAsync(condition);
    }

    private static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<string> KeySetAsync(SignInFixture identity, string name) =>
        await identity.Http.GetStringAsync(new Uri($"/.well-known/{name}", UriKind.Relative), Cancel);

    private static async Task<IReadOnlyList<string>> KeyIdsAsync(SignInFixture identity, string name) =>
        [.. JsonDocument.Parse(await KeySetAsync(identity, name)).RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private static async Task<string> TokenAsync(SignInFixture identity) =>
        (await new SignInClient(identity.Http).SignInAsync("bo", Cancel)).GetProperty("access_token").GetString()!;

    private static async Task<string> BallotAsync(SignInFixture identity) => (await identity.Services.GetRequiredService<Ballots.BallotTokens>()
        .IssueAsync(new BallotClaims(SubBudget, Guid.NewGuid().ToByteArray(), "norr", Channel.Web, "mb-web"), Cancel)).Token;

    private static string Signing(string token) => new JsonWebToken(token).Kid;

    private static bool IsTaken(VotingTokens voting, string token) =>
        voting.Read(ByteString.CopyFromUtf8(token), SubBudget.ToString()).Succeeded(out _, out _);

    private static async Task<bool> IsTakenAsync(WebApplication service, string token)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Headers.Authorization = $"Bearer {token}";
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Failure?.Message ?? "taken");
        return result.Succeeded;
    }

    /// <summary>A service as all are, which reads Identity's keys over its socket.</summary>
    private static WebApplication StartService(SignInFixture identity)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Auth:Issuer"] = SignInFixture.Issuer,
            ["Services:Identity:Address"] = $"unix:{identity.Services.GetRequiredService<IConfiguration>()["Listen:Socket"]}",
        });
        builder.Services.AddSingleton<TimeProvider>(identity.Clock);
        builder.AddHostDefaults("screening");
        return builder.Build();
    }
}
