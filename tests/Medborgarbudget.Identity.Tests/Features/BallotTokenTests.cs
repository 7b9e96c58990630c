using System.Buffers.Text;
using System.Text.Json;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Tests.SignedTokens;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class BallotTokensOnSqlite(SqliteIdentity host) : BallotTokenTests(host), IClassFixture<SqliteIdentity>;

public sealed class BallotTokensOnPostgres(PostgresIdentity host) : BallotTokenTests(host), IClassFixture<PostgresIdentity>;

public abstract class BallotTokenTests(IdentityFixture host)
{
    private const string Number = "199602292386";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_verifies_with_the_published_key_and_tells_no_person()
    {
        var (roll, person) = await VotingAsync();
        var answer = await roll.TokenAsync(person);
        var token = await VerifiedAsync(answer.Token);
        token.Alg.ShouldBe("mb1-RS256-tree");
        token.GetClaim("sb").Value.ShouldBe(roll.SubBudget.ToString());
        token.GetClaim("area").Value.ShouldBe("Norr");
        token.GetClaim("channel").Value.ShouldBe("web");
        token.GetClaim("client").Value.ShouldBe("mb-web");
        Base64Url.DecodeFromChars(token.GetClaim("pid").Value).Length.ShouldBe(16);
        (token.ValidTo - host.Clock.GetUtcNow().UtcDateTime).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(30));
        var payload = Base64UrlEncoder.Decode(answer.Token.Split('.')[1]);
        payload.ShouldNotContain(person.ToString());
        payload.ShouldNotContain("2386");
        JsonDocument.Parse(payload).RootElement.EnumerateObject().Select(claim => claim.Name).ShouldBe(["aud", "iss", "exp", "sb", "pid", "area", "channel", "client"], ignoreOrder: true);
    }

    [Fact]
    public async Task Code_and_sign_in_of_one_person_give_one_pseudonym()
    {
        var (roll, person) = await VotingAsync();
        var code = (await roll.DrawCodesAsync(1)).Single().Code;
        var byCode = await VerifiedAsync((await roll.RedeemAsync(code)).Token);
        var bySignIn = await VerifiedAsync((await roll.TokenAsync(person)).Token);
        byCode.GetClaim("pid").Value.ShouldBe(bySignIn.GetClaim("pid").Value);
        byCode.GetClaim("client").Value.ShouldBe("voting-code");
        byCode.GetClaim("channel").Value.ShouldBe("code");
        (await roll.SummaryAsync()).ShouldBe(new RollSummary { Entries = 1, CodesIssued = 1, EntriesWithToken = 1 });
        (await roll.SummaryAsync(roll.Administrator)).ShouldBe(new RollSummary { Entries = 1, CodesIssued = 1 }, "the turnout is not the administrator's to see");
    }

    [Fact]
    public async Task Pseudonym_differs_between_sub_budgets_and_survives_a_new_roll()
    {
        var (first, person) = await VotingAsync();
        var (second, _) = await VotingAsync(person);
        var pid = await PseudonymAsync(first, person);
        (await PseudonymAsync(second, person)).ShouldNotBe(pid);
        await first.EnterAsync("Voting", rehearsal: true);
        await first.ImportAsync($"key_type,key\npersonal_number,{Number}\nlocal,other\n");
        (await PseudonymAsync(first, person)).ShouldBe(pid);
    }

    [Fact]
    public async Task Pseudonym_is_the_keyed_hash_of_the_protocol()
    {
        var (roll, person) = await VotingAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<KeyStore>().FindAsync(roll.SubBudget, Cancel);
        var key = await scope.ServiceProvider.GetRequiredService<Pseudonyms>().UnwrapAsync(roll.SubBudget, row!.Wrapped!, Cancel);
        byte[] input = [.. "mb1"u8, .. roll.SubBudget.Value.ToByteArray(bigEndian: true), .. System.Text.Encoding.ASCII.GetBytes(Number)];
        var expected = System.Security.Cryptography.HMACSHA256.HashData(key, input)[..16];
        (await PseudonymAsync(roll, person)).ShouldBe(Base64Url.EncodeToString(expected));
    }

    [Fact]
    public async Task Who_is_not_on_the_roll_gets_the_same_answer_as_who_is_too_young()
    {
        var (roll, _) = await VotingAsync();
        (await Failures.CodeOf(async () => await roll.TokenAsync(await host.AddPersonAsync(Cancel)))).ShouldBe("identity.not_eligible");
        var young = new RollDriver(host);
        await young.EnterAsync("Determined", new Contracts.Events.RollRuleData(50, 0, new DateOnly(2027, 1, 1)));
        await young.ImportAsync($"key_type,key\npersonal_number,{Number}\n");
        await young.EnterAsync("Voting", new Contracts.Events.RollRuleData(50, 0, new DateOnly(2027, 1, 1)));
        (await Failures.CodeOf(async () => await young.TokenAsync(await SignedInAsync()))).ShouldBe("identity.not_eligible");
    }

    [Theory]
    [InlineData("BallotFrozen", false)]
    [InlineData("Counting", false)]
    [InlineData("Voting", true)]
    public async Task Token_is_refused_outside_the_phase_and_while_paused(string phase, bool paused)
    {
        var (roll, person) = await VotingAsync();
        var code = (await roll.DrawCodesAsync(1)).Single().Code;
        await roll.EnterAsync(phase, paused: paused);
        (await Failures.CodeOf(() => roll.TokenAsync(person))).ShouldBe("identity.voting_not_open");
        (await Failures.CodeOf(() => roll.RedeemAsync(code))).ShouldBe("identity.voting_not_open");
    }

    [Fact]
    public async Task Code_of_another_sub_budget_an_unknown_one_and_no_code_at_all_are_refused()
    {
        var (roll, _) = await VotingAsync();
        var (other, _) = await VotingAsync();
        var foreign = (await other.DrawCodesAsync(1)).Single().Code;
        (await Failures.CodeOf(() => roll.RedeemAsync(foreign))).ShouldBe("identity.voting_code_unknown");
        (await Failures.CodeOf(() => roll.RedeemAsync("0000-0000-0000"))).ShouldBe("identity.voting_code_unknown");
        (await Failures.CodeOf(() => roll.RedeemAsync("hello"))).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Many_codes_redeemed_at_once_are_all_counted_once()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(200);
        var codes = await roll.DrawCodesAsync(20_000);
        codes.Select(code => code.Code).Distinct().Count().ShouldBe(200);
        await roll.EnterAsync("Voting");
        var tokens = await Task.WhenAll(codes.Concat(codes).Select(code => roll.RedeemAsync(code.Code)));
        tokens.Select(token => new JsonWebToken(token.Token).GetClaim("pid").Value).Distinct().Count().ShouldBe(200);
        (await roll.SummaryAsync()).EntriesWithToken.ShouldBe(200);
    }

    [Fact]
    public async Task Guard_misses_the_roll_until_one_is_committed()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("BallotFrozen");
        (await MissingAsync(roll, "Voting")).Single().Code.ShouldBe("identity.roll_missing");
        (await MissingAsync(roll, "Announced")).ShouldBeEmpty();
        await roll.ImportLocalAsync(1);
        (await MissingAsync(roll, "Voting")).ShouldBeEmpty();
    }

    private async Task<IList<Missing>> MissingAsync(RollDriver roll, string phase) =>
        (await new GuardService.GuardServiceClient(host.As(host.Tokens.Service("budget"))).AskGuardAsync(
            new AskGuardRequest { SubBudgetId = roll.SubBudget.ToString(), OrganisationId = roll.Organisation.ToString(), EnteringPhase = phase },
            cancellationToken: Cancel)).Missing;

    private async Task<(RollDriver Roll, PersonId Person)> VotingAsync(PersonId? known = null)
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportAsync($"key_type,key,area\npersonal_number,{Number},Norr\n");
        await roll.EnterAsync("Voting");
        return (roll, known ?? await SignedInAsync());
    }

    private async Task<PersonId> SignedInAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PersonStore>()
            .FindOrAddAsync(new PersonKey(RollKeyType.PersonalNumber, Number), "Bo Låtsas", Cancel);
    }

    private static async Task<string> PseudonymAsync(RollDriver roll, PersonId person) =>
        new JsonWebToken((await roll.TokenAsync(person)).Token).GetClaim("pid").Value;

    private async Task<JsonWebToken> VerifiedAsync(string token)
    {
        var stranger = new StrangersCheck(await host.Http.GetStringAsync("/.well-known/ballot-jwks", Cancel));
        stranger.Holds(token).ShouldBeTrue();
        var read = new JsonWebToken(token);
        (read.Typ, read.Issuer, read.Audiences.Single()).ShouldBe(("ballot+jwt", TestKit.Hosting.TestTokens.Issuer, "voting"));
        return read;
    }
}
