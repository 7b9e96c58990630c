using System.Diagnostics.Metrics;
using System.Text.Json;
using Google.Protobuf;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Intake;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokens = Medborgarbudget.Identity.Ballots.BallotTokens;
using VotingTokens = Medborgarbudget.Voting.Intake.BallotTokens;

namespace Medborgarbudget.Identity.Tests.SignedTokens;

/// <summary>Ballot tokens that are asked for at the same time share a signature, and Voting takes each.</summary>
public sealed class SignedTogetherTests : IDisposable
{
    private const string Issuer = "https://test.invalid/";
    private static readonly SubBudgetId SubBudget = SubBudgetId.From(new Guid("0197c2a0-0000-7000-8000-000000000001"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-together-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BallotKeys _votingKeys = new(new IntakeGate());
    private readonly VotingTokens _voting;
    private readonly KeyRing _ring;
    private readonly Tokens _tokens;

    public SignedTogetherTests()
    {
        _ring = new KeyRing(KeyFile.LoadOrCreate(KeyPath, _clock), _clock.GetUtcNow());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Identity:Issuer"] = Issuer,
            ["Identity:KeyFile"] = KeyPath,
            ["Identity:KeyEncryptionKeyFile"] = KeyPath,
        }).Build();
        var settings = IdentitySettings.Read(configuration, new HostingEnvironment { EnvironmentName = "Test" });
        _tokens = new Tokens(_ring, settings, _clock, _services.GetRequiredService<IMeterFactory>());
        _voting = new VotingTokens(_votingKeys, Options.Create(new VotingOptions { BallotIssuer = Issuer }), configuration, _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string KeyPath => Path.Combine(_folder, "identity.json");

    private string KeySet => JsonSerializer.Serialize(_tokens.PublicKeys());

    [Fact]
    public async Task Many_that_are_asked_for_at_once_share_signatures_and_each_holds()
    {
        var tokens = await AskAsync(2_000);
        var signatures = tokens.GroupBy(StrangersCheck.SignatureOf).ToList();
        signatures.Count.ShouldBeLessThan(tokens.Length / 4);
        signatures.ShouldAllBe(together => together.Count() == StrangersCheck.CountOf(together.First()) && together.Count() <= 256);
        tokens.Select(token => new JsonWebToken(token).GetClaim("pid").Value).Distinct().Count().ShouldBe(tokens.Length);
        HoldInVotingAndOutside(tokens);
    }

    [Fact]
    public async Task One_alone_holds()
    {
        var tokens = await AskAsync(1);
        StrangersCheck.CountOf(tokens.Single()).ShouldBe(1);
        HoldInVotingAndOutside(tokens);
    }

    [Fact]
    public void Batches_of_every_size_hold_and_in_the_order_in_which_they_came()
    {
        var batch = new BallotTokenBatch();
        var keys = KeySet;
        var stranger = new StrangersCheck(keys);
        for (var size = 1; size <= BatchTree.Most; size += size < 40 ? 1 : 31)
        {
            byte[][] payloads = [.. Enumerable.Range(0, size).Select(i => JsonSerializer.SerializeToUtf8Bytes(new { place = i }))];
            var tokens = batch.Sign(_ring.BallotSigning, payloads);
            tokens.Select(token => new JsonWebToken(token).GetClaim("place").Value).ShouldBe(Enumerable.Range(0, size).Select(i => $"{i}"));
            tokens.ShouldAllBe(token => stranger.Holds(token));
        }
    }

    [Fact]
    public async Task Key_may_change_while_they_are_asked_for()
    {
        var before = _tokens.PublicKeys();
        _votingKeys.Take(JsonSerializer.Serialize(before));
        KeyFile.Rotate(KeyPath, _clock);
        _clock.Advance(SigningSchedule.Overlap);
        var file = KeyFile.Load(KeyPath);
        var first = Enumerable.Range(0, 300).Select(_ => AskOneAsync()).ToList();
        await Task.WhenAny(first);
        _ring.Take(file, _clock.GetUtcNow()).ShouldBeTrue();
        var tokens = await Task.WhenAll(first.Concat(Enumerable.Range(0, 300).Select(_ => AskOneAsync())));
        tokens.Select(token => new JsonWebToken(token).Kid).Distinct().Count().ShouldBe(2);
        tokens.GroupBy(StrangersCheck.SignatureOf).ShouldAllBe(together => together.Select(token => new JsonWebToken(token).Kid).Distinct().Count() == 1);
        HoldInVotingAndOutside(tokens);
    }

    [Fact]
    public async Task No_token_is_given_in_a_channel_that_has_none_and_those_beside_it_get_theirs()
    {
        var asked = Enumerable.Range(0, 20).Select(_ => AskOneAsync()).ToList();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _tokens.IssueAsync(Claims(Channel.Paper), Cancel));
        HoldInVotingAndOutside(await Task.WhenAll(asked));
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void HoldInVotingAndOutside(string[] tokens)
    {
        _votingKeys.Take(KeySet);
        var stranger = new StrangersCheck(KeySet);
        tokens.ShouldAllBe(token => stranger.Holds(token));
        tokens.ShouldAllBe(token => _voting.Read(ByteString.CopyFromUtf8(token), SubBudget.ToString()).Error == null);
    }

    private async Task<string[]> AskAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskOneAsync()));

    private async Task<string> AskOneAsync() => (await _tokens.IssueAsync(Claims(Channel.Web), Cancel)).Token;

    private static BallotClaims Claims(Channel channel) => new(SubBudget, Guid.NewGuid().ToByteArray(), "Norr", channel, "mb-web");
}
