using Google.Protobuf;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>What reads ballot tokens in Voting, and an issuer whose key it knows.</summary>
internal sealed class TokenStage : IDisposable
{
    public static readonly SubBudgetId SubBudget = SubBudgetId.From(Guid.NewGuid());

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-tokens-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly BallotTokens _tokens;

    public TokenStage()
    {
        Issuer = new BallotTokenIssuer(_clock, _folder);
        Keys.Take(File.ReadAllText(Issuer.KeysFile));
        _tokens = new BallotTokens(Keys, Options.Create(new VotingOptions { BallotIssuer = BallotTokenIssuer.Issuer }), new ConfigurationBuilder().Build(), _clock);
    }

    public BallotTokenIssuer Issuer { get; }

    public BallotKeys Keys { get; } = new(new IntakeGate());

    /// <summary>What is signed of tokens of new voters.</summary>
    public string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(_ => Issuer.Draft(SubBudget, VotingFixture.NewVoter()).Text())];

    public bool IsTaken(string token) => Read(token) is not null;

    public BallotToken? Read(string token) => _tokens.Read(ByteString.CopyFromUtf8(token), SubBudget.ToString()).Succeeded(out var holder, out _) ? holder : null;

    public void Dispose()
    {
        Issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
