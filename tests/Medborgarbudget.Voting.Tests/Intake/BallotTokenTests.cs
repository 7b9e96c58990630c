using System.Buffers.Text;
using System.Security.Cryptography;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>Tokens that must not vote (S3, C5).</summary>
public sealed class BallotTokenTests(EmbeddedVoting voting) : IClassFixture<EmbeddedVoting>
{
    private readonly byte[] _voter = VotingFixture.NewVoter();

    [Fact]
    public async Task S3_No_token_does_not_vote() => (await CodeAsync(null)).ShouldBe("voting.token_invalid");

    [Fact]
    public async Task S3_An_unsigned_token_does_not_vote() => (await CodeAsync(round =>
        $"{Text(round, token => token.Algorithm = "none")}.")).ShouldBe("voting.token_invalid");

    [Fact]
    public async Task S3_A_token_signed_with_the_public_key_as_a_secret_does_not_vote() => (await CodeAsync(round =>
        new SignedTexts([Text(round)], message => HMACSHA256.HashData(voting.Ballots.PublicKeyBytes, message)).TokenOf(0))).ShouldBe("voting.token_invalid");

    [Fact]
    public async Task S3_A_token_of_another_key_does_not_vote()
    {
        using var forged = RSA.Create(2048);
        foreach (var keyId in new[] { BallotTokenIssuer.KeyId, "unknown" })
        {
            (await CodeAsync(round => new SignedTexts(
                [Text(round, token => token.KeyId = keyId)], message => forged.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)).TokenOf(0)))
                .ShouldBe("voting.token_invalid");
        }
    }

    [Fact]
    public async Task S3_A_changed_token_does_not_vote() => (await CodeAsync(round =>
    {
        var (mine, other) = (round.TokenOf(_voter).Split('.'), round.TokenOf(VotingFixture.NewVoter()).Split('.'));
        return $"{mine[0]}.{other[1]}.{mine[2]}";
    })).ShouldBe("voting.token_invalid");

    [Fact]
    public async Task S3_A_token_for_another_audience_issuer_or_kind_does_not_vote()
    {
        (await IssuedAsync(token => token.Audience = "budget")).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Issuer = "https://elsewhere.invalid/")).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.TokenType = "at+jwt")).ShouldBe("voting.token_invalid");
    }

    [Fact]
    public async Task S3_An_expired_or_future_token_does_not_vote()
    {
        var now = voting.Clock.GetUtcNow().UtcDateTime;
        (await IssuedAsync(token => (token.NotBefore, token.Expires) = (now.AddHours(-1), now.AddMinutes(-2)))).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.NotBefore = now.AddMinutes(5))).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Expires = null)).ShouldBe("voting.token_invalid");
    }

    [Fact]
    public async Task S3_A_pseudonym_of_the_wrong_length_does_not_vote()
    {
        (await IssuedAsync(token => token.Claims["pid"] = Base64Url.EncodeToString(new byte[15]))).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Claims["pid"] = "not base64 at all!")).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Claims.Remove("sb"))).ShouldBe("voting.token_invalid");
    }

    [Fact]
    public async Task S3_A_token_of_a_channel_that_no_ballot_comes_by_does_not_vote()
    {
        (await IssuedAsync(token => token.Claims["channel"] = "paper")).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Claims["channel"] = "")).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Claims["channel"] = 2)).ShouldBe("voting.token_invalid");
        (await IssuedAsync(token => token.Claims["channel"] = new[] { "web" })).ShouldBe("voting.token_invalid");
    }

    [Fact]
    public async Task S3_A_token_that_is_too_large_does_not_vote() =>
        (await IssuedAsync(token => token.Claims["area"] = new string('x', 5000))).ShouldBe("voting.token_invalid");

    [Fact]
    public async Task C5_a_token_of_another_round_does_not_vote() =>
        (await CodeAsync(_ => voting.Ballots.Issue(SubBudgetId.From(Guid.NewGuid()), _voter))).ShouldBe("voting.token_wrong_sub_budget");

    [Fact]
    public async Task S3_A_remembered_token_stops_with_its_lifetime()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var client = voting.Client(round.TokenOf(_voter), "first-key");
        await client.CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token);
        voting.Clock.Advance(TimeSpan.FromMinutes(32));
        (await Code.OfAsync(async () => await client.CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token))).ShouldBe("voting.token_invalid");
    }

    private string Text(TestRound round, Action<BallotTokenDraft>? change = null) => voting.Ballots.Draft(round.Id, _voter, change).Text();

    private Task<string> IssuedAsync(Action<BallotTokenDraft> change) =>
        CodeAsync(round => voting.Ballots.Issue(round.Id, _voter, change));

    private async Task<string> CodeAsync(Func<TestRound, string>? issue)
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        return await Code.OfAsync(async () =>
            await voting.Client(issue?.Invoke(round), "first-key").CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token));
    }
}
