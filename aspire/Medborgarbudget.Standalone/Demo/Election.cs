using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>The vote of one sub-budget: freeze, roll, codes, ballots, close, count, certificate.</summary>
internal sealed class Election(PublicApi api, SubBudgetYear year)
{
    private IReadOnlyDictionary<string, string> _codes = new Dictionary<string, string>();
    private Manifest? _manifest;

    /// <summary>The voting codes by the local key on the roll.</summary>
    public IReadOnlyDictionary<string, string> Codes => _codes;

    /// <summary>The local key of the n-th resident on the roll, from 1.</summary>
    public static string Resident(int number) => $"boende-{number:0000}";

    public async Task FreezeAsync(CancellationToken cancellationToken)
    {
        var first = await Votes(DemoPersons.ProcessLeader, cancellationToken);
        var freeze = await PublicApi.Eventually(
            async () => await first.RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken),
            cancellationToken);
        await (await Votes(DemoPersons.SecondProcessLeader, cancellationToken)).ApproveFreezeAsync(
            new ApproveFreezeRequest { SubBudgetId = year.Id, Hash = freeze.Manifest.Hash }, cancellationToken: cancellationToken);
    }

    /// <summary>Imports a roll of Skatteverket's test persons and of residents with local keys, and draws codes for all.</summary>
    public async Task ImportRollAsync(int residents, string extractDate, CancellationToken cancellationToken)
    {
        var administrator = await api.As(DemoPersons.Administrator, cancellationToken);
        var rolls = new RollService.RollServiceClient(administrator);
        var import = await PublicApi.Eventually(
            async () => await rolls.StartRollImportAsync(
                new StartRollImportRequest { SubBudgetId = year.Id, ExtractDate = extractDate }, cancellationToken: cancellationToken),
            cancellationToken);
        var rows = Enumerable.Range(1, residents).Select(n => $"local,{Resident(n)},Norr,1980-01-01");
        var csv = await ReadTestPersons(cancellationToken) + string.Join('\n', rows) + "\n";
        await rolls.PutRollImportPartAsync(
            new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = 1, Csv = csv }, cancellationToken: cancellationToken);
        await rolls.CommitRollImportAsync(new CommitRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: cancellationToken);
        _codes = await VotingCodes.DrawAsync(administrator, year.Id, "Medborgarbudget", 20_000, cancellationToken);
    }

    /// <summary>Casts ballots by code: voter i chooses what <paramref name="choice"/> says of i.</summary>
    public async Task VoteAsync(int voters, Func<int, IReadOnlyList<BallotItem>, IEnumerable<BallotItem>> choice, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, voters), cancellationToken, async (voter, stop) =>
            await CastByCodeAsync(Resident(voter + 1), items => choice(voter, items), stop));
    }

    /// <summary>Casts one ballot with the code of the resident.</summary>
    public async Task<Receipt> CastByCodeAsync(string resident, Func<IReadOnlyList<BallotItem>, IEnumerable<BallotItem>> choice, CancellationToken cancellationToken)
    {
        _manifest ??= await new VotingService.VotingServiceClient(api.Visitor)
            .GetManifestAsync(new GetManifestRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken);
        var rolls = new RollService.RollServiceClient(api.Visitor);
        var redeem = new RedeemVotingCodeRequest { SubBudgetId = year.Id, Code = _codes[resident] };
        var token = await PublicApi.Eventually(async () => await rolls.RedeemVotingCodeAsync(redeem, cancellationToken: cancellationToken), cancellationToken);
        var ballot = new CastBallotRequest { SubBudgetId = year.Id, ProposalIds = { choice(_manifest.Items).Select(item => item.ProposalId) } };
        var votes = new VotingService.VotingServiceClient(api.WithBearer(token.Token, idempotencyKey: Guid.NewGuid().ToString()));
        return await PublicApi.Eventually(async () => await votes.CastBallotAsync(ballot, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>Closes the vote, counts it and publishes what came out.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(cancellationToken);
        await CountClosedAsync(cancellationToken);
    }

    /// <summary>Closes the vote and enters the counting.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        var leader = await Votes(DemoPersons.CountLeader, cancellationToken);
        await PublicApi.Eventually(
            async () => await leader.CloseVotingAsync(new CloseVotingRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken), cancellationToken);
        await year.AdvanceAsync(Phase.Counting, DemoPersons.CountLeader, cancellationToken);
    }

    /// <summary>Counts the closed vote and publishes what came out.</summary>
    public async Task CountClosedAsync(CancellationToken cancellationToken)
    {
        var leader = await Votes(DemoPersons.CountLeader, cancellationToken);
        var count = await PublicApi.Eventually(
            async () => await leader.StartCountAsync(new StartCountRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken), cancellationToken);
        await TwoLeaders(votes => votes.PublishResultAsync(new PublishResultRequest { CountId = count.CountId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
        await year.AdvanceAsync(Phase.PreliminaryResult, DemoPersons.CountLeader, cancellationToken);
    }

    public async Task CertifyAsync(CancellationToken cancellationToken)
    {
        var result = await new VotingService.VotingServiceClient(api.Visitor)
            .GetResultAsync(new GetResultRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken);
        await TwoLeaders(votes => votes.CertifyResultAsync(new CertifyResultRequest { CountId = result.CountId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
        await year.AdvanceAsync(Phase.Decision, DemoPersons.CountLeader, cancellationToken, DemoPersons.SecondCountLeader);
    }

    private async Task TwoLeaders(Func<VotingService.VotingServiceClient, Task<Count>> act, CancellationToken cancellationToken)
    {
        foreach (var person in new[] { DemoPersons.CountLeader, DemoPersons.SecondCountLeader })
        {
            var votes = await Votes(person, cancellationToken);
            await PublicApi.Eventually(() => act(votes), cancellationToken);
        }
    }

    private async Task<VotingService.VotingServiceClient> Votes(string person, CancellationToken cancellationToken) =>
        new(await api.As(person, cancellationToken));

    private static async Task<string> ReadTestPersons(CancellationToken cancellationToken)
    {
        await using var stream = typeof(Election).Assembly.GetManifestResourceStream("roll.csv")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
