using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>A vote of a rehearsal that was opened through the API, and residents who have redeemed their codes, each for a ballot token of Identity's.</summary>
internal sealed record RehearsedVote(PublicApi Api, string SubBudget, Election Election, OpenVote Vote, IReadOnlyList<Voter> Voters)
{
    private const int Proposals = 6;

    public static VotingRule Rule => new() { VoteType = VoteType.Approval, CountRule = CountRule.Greedy, MaxChoices = 2 };

    /// <param name="year">In its intake.</param>
    /// <param name="settings">Of Voting's storage.</param>
    /// <param name="gateways">Where ballots are taken now.</param>
    public static async Task<RehearsedVote> OpenAsync(
        PublicApi api,
        SubBudgetYear year,
        int voters,
        IReadOnlyDictionary<string, string?> settings,
        Func<IReadOnlyList<IPEndPoint>> gateways,
        CancellationToken cancellationToken)
    {
        var proposals = new List<string>();
        for (var number = 1; number <= Proposals; number++)
        {
            proposals.Add(await year.ProposeAsync(ShortYear.Idea(number), cancellationToken));
        }

        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, cancellationToken);
        foreach (var proposal in proposals)
        {
            await year.ScreenAsync(proposal, ShortYear.Idea(0), cancellationToken);
        }

        var election = await ShortYear.OpenVotingAsync(api, year, voters, cancellationToken);
        var vote = await OpenVote.FindAsync(settings, SubBudgetId.From(Guid.Parse(year.Id)), cancellationToken);
        return new RehearsedVote(api, year.Id, election, vote, await VotersAsync(api, election, vote, gateways, cancellationToken));
    }

    public async Task<Contracts.Voting.V1.Result> ResultAsync(CancellationToken cancellationToken) => await new VotingService.VotingServiceClient(Api.Visitor)
        .GetResultAsync(new GetResultRequest { SubBudgetId = SubBudget }, cancellationToken: cancellationToken);

    private static async Task<List<Voter>> VotersAsync(
        PublicApi api, Election election, OpenVote vote, Func<IReadOnlyList<IPEndPoint>> gateways, CancellationToken cancellationToken)
    {
        var rolls = new RollService.RollServiceClient(api.Visitor);
        var voters = new List<Voter>();
        foreach (var code in election.Codes.Values)
        {
            var redeem = new RedeemVotingCodeRequest { SubBudgetId = vote.Id.ToString(), Code = code };
            var token = (await PublicApi.Eventually(async () => await rolls.RedeemVotingCodeAsync(redeem, cancellationToken: cancellationToken), cancellationToken)).Token;
            voters.Add(new Voter(vote, PseudonymIn(token), token, gateways));
        }

        return voters;
    }

    /// <summary>Who Identity says that the holder is to Voting.</summary>
    private static byte[] PseudonymIn(string token)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return Base64Url.DecodeFromChars(claims.RootElement.GetProperty("pid").GetString());
    }
}
