using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>The vote: roll, codes, ballots cast and changed, until the close.</summary>
internal sealed class Polling(Town town, Election election)
{
    public const int Voters = 30;

    /// <summary>All who vote: those by <see cref="Choice"/>, one who moves, and four blank: by code, on the web, at the kiosk and on the telephone.</summary>
    public const int Ballots = Voters + 5;

    private const int BeforePlaces = Voters + 3;

    private const string FaultyRoll = """
        key_type,key,area,birth_date
        local,boende-0001,Norr,2010-01-01
        personal_number,123,Norr,
        local,boende-0001,Norr,2010-01-01
        personal_number,199602292386
        """;

    public async Task ImportRollAsync()
    {
        town.At(-171);
        (await town.CannotEnterAsync(Phase.Voting, DemoPersons.ProcessLeader)).ShouldContain("identity.roll_missing");
        var rolls = new RollService.RollServiceClient(await town.Api.As(DemoPersons.Administrator, Town.Cancel));
        var start = new StartRollImportRequest { SubBudgetId = town.SubBudget, ExtractDate = town.Day(-175) };
        var import = await rolls.StartRollImportAsync(start, cancellationToken: Town.Cancel);
        await rolls.PutRollImportPartAsync(new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = 1, Csv = FaultyRoll }, cancellationToken: Town.Cancel);
        await Refusals.RefusedAsync(StatusCode.InvalidArgument, "identity.roll_faulty", () => rolls.CommitRollImportAsync(
            new CommitRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: Town.Cancel));
        var told = await rolls.GetRollImportAsync(new GetRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: Town.Cancel);
        told.State.ShouldBe(RollImportState.Faulty);
        told.Faults.Select(fault => fault.Line).ShouldBe([3, 4, 5]);
        (await SummaryAsync()).Entries.ShouldBe(0);

        await election.ImportRollAsync(Voters + 2, town.Day(-175), Town.Cancel);
        (await SummaryAsync()).CodesIssued.ShouldBe((await SummaryAsync()).Entries);
    }

    public async Task OpenAsync()
    {
        (await town.CannotEnterAsync(Phase.Voting, DemoPersons.ProcessLeader)).ShouldContain("voting.opening_time_not_reached");
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "identity.voting_not_open", () => Redeem(Election.Resident(1)));
        town.At(-169);
        await town.MayNotLeaveAsync(Phase.Voting, DemoPersons.Secretary);
        await town.AdvanceByTwoAsync(Phase.Voting, DemoPersons.ProcessLeader, DemoPersons.SecondProcessLeader);
    }

    public async Task VoteAsync()
    {
        await election.VoteAsync(Voters, Choice, Town.Cancel);
        await ChangeWithTheOtherKeyAsync();
        await CastAsync(await TokenByCodeAsync(Election.Resident(Voters + 2)), NewKey());
        await CastAsync(await TokenByNumberAsync("alva"), NewKey());
        await WrongBallotsAsync();
        var leader = new VotingService.VotingServiceClient(await town.Api.As(DemoPersons.CountLeader, Town.Cancel));
        (await leader.GetTurnoutAsync(new GetTurnoutRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel)).Voters.ShouldBe(BeforePlaces);
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "voting.window_open", () => leader.CloseVotingAsync(
            new CloseVotingRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
    }

    /// <summary>Of ten voters: the gym has nine, the playground six, the benches four, the skatepark two.</summary>
    public static IEnumerable<BallotItem> Choice(int voter, IReadOnlyList<BallotItem> items) => items.Where(item => item.Title switch
    {
        Proposing.Gym => voter % 10 <= 8,
        Proposing.Playground => voter % 10 <= 5,
        Proposing.Benches => voter % 10 >= 6,
        Proposing.Skatepark => voter % 10 >= 8,
        _ => false,
    });

    /// <summary>The code and the e-ID of one person are one voter: the second ballot replaces the first.</summary>
    private async Task ChangeWithTheOtherKeyAsync()
    {
        var voter = Election.Resident(Voters + 1);
        var first = await CastAsync(await TokenByCodeAsync(voter), NewKey(), Proposing.Gym);
        first.Version.ShouldBe(1);
        var rolls = new RollService.RollServiceClient(await town.Api.As(voter, Town.Cancel));
        var token = (await rolls.IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel)).Token;
        var votes = new VotingService.VotingServiceClient(town.Others.WithBearer(token));
        (await votes.GetBallotStatusAsync(new GetBallotStatusRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel)).HasBallot.ShouldBeTrue();

        var key = NewKey();
        var second = await CastAsync(token, key, Proposing.Playground);
        second.Version.ShouldBe(2);
        (await CastAsync(token, key, Proposing.Playground)).ReceiptCode.ShouldBe(second.ReceiptCode);
        await Refusals.RefusedAsync(StatusCode.InvalidArgument, "voting.key_reused", () => Cast(token, key, Proposing.Gym));
        var shown = await votes.ShowBallotAsync(new ShowBallotRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        (shown.ProposalIds.Count, shown.TimesLeft).ShouldBe((1, 2));
        (await CheckAsync(first)).Replaced.ShouldBeTrue();
        (await CheckAsync(second)).ShouldSatisfyAllConditions(check => check.Included.ShouldBeTrue(), check => check.Replaced.ShouldBeFalse());
    }

    private async Task WrongBallotsAsync()
    {
        var token = await TokenByCodeAsync(Election.Resident(1));
        await Refusals.RefusedAsync(StatusCode.InvalidArgument, "voting.ballot_invalid", () => Cast(
            token, NewKey(), Proposing.Gym, Proposing.Playground, Proposing.Benches, Proposing.Skatepark));
        await Refusals.RefusedAsync(StatusCode.InvalidArgument, "voting.ballot_invalid", () => Cast(token, NewKey(), Proposing.Motocross));
        await Refusals.RefusedAsync(StatusCode.Unauthenticated, "voting.token_invalid", () => Cast("not-a-token", NewKey(), Proposing.Gym));
        var visitor = new VotingService.VotingServiceClient(town.Visitor);
        await Refusals.RefusedAsync(StatusCode.Unauthenticated, "voting.token_invalid", () => visitor.CastBallotAsync(
            new CastBallotRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
        var leader = new VotingService.VotingServiceClient(await town.As(DemoPersons.CountLeader));
        await Refusals.RefusedAsync(StatusCode.Unauthenticated, "voting.token_invalid", () => leader.CastBallotAsync(
            new CastBallotRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));

        await Refusals.RefusedAsync(StatusCode.NotFound, "identity.voting_code_unknown", () => RedeemCode("2222-2222-2222"));
        var notOnTheRoll = new RollService.RollServiceClient(await town.As("nina"));
        await Refusals.RefusedAsync(StatusCode.PermissionDenied, "identity.not_eligible", () => notOnTheRoll.IssueBallotTokenAsync(
            new IssueBallotTokenRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
    }

    private async Task<RollSummary> SummaryAsync() => await new RollService.RollServiceClient(await town.Api.As(DemoPersons.Administrator, Town.Cancel))
        .GetRollSummaryAsync(new GetRollSummaryRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);

    private async Task<string> TokenByCodeAsync(string voter) => (await PublicApi.Eventually(async () => await Redeem(voter), Town.Cancel)).Token;

    /// <summary>Of a person whose e-ID has a personal number, as the roll has.</summary>
    private async Task<string> TokenByNumberAsync(string person)
    {
        var rolls = new RollService.RollServiceClient(await town.Api.As(person, Town.Cancel));
        return (await rolls.IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel)).Token;
    }

    private AsyncUnaryCall<BallotToken> Redeem(string voter) => RedeemCode(election.Codes[voter]);

    private AsyncUnaryCall<BallotToken> RedeemCode(string code) => new RollService.RollServiceClient(town.Visitor)
        .RedeemVotingCodeAsync(new RedeemVotingCodeRequest { SubBudgetId = town.SubBudget, Code = code }, cancellationToken: Town.Cancel);

    private async Task<Receipt> CastAsync(string token, string key, params string[] titles) => await Cast(token, key, titles);

    private AsyncUnaryCall<Receipt> Cast(string token, string key, params string[] titles) =>
        new VotingService.VotingServiceClient(town.Others.WithBearer(token, key)).CastBallotAsync(
            new CastBallotRequest { SubBudgetId = town.SubBudget, ProposalIds = { titles.Select(title => town.Proposals[title]) } }, cancellationToken: Town.Cancel);

    private async Task<ReceiptCheck> CheckAsync(Receipt receipt) => await new VotingService.VotingServiceClient(town.Visitor)
        .CheckReceiptAsync(new CheckReceiptRequest { ReceiptCode = receipt.ReceiptCode }, cancellationToken: Town.Cancel);

    private static string NewKey() => Guid.NewGuid().ToString();
}
