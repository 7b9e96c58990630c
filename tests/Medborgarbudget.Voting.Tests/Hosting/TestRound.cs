using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Hosting;

/// <summary>A sub-budget of one test's own and what it takes to bring it through the vote.</summary>
public sealed class TestRound
{
    private readonly VotingFixture _voting;
    private int _version;

    private TestRound(VotingFixture voting, long[] costs, VotingRuleData rule, bool rehearsal)
    {
        (_voting, Rule, IsRehearsal) = (voting, rule, rehearsal);
        (Opens, Closes) = (voting.Clock.GetUtcNow().AddDays(-1), voting.Clock.GetUtcNow().AddDays(1));
        Proposals = [.. costs.Select(_ => Guid.NewGuid())];
        var feasible = new ListFeasibleProposalsResponse();
        for (var i = 0; i < costs.Length; i++)
        {
            feasible.Proposals.Add(new FeasibleProposal
            {
                ProposalId = Proposals[i].ToString(),
                Number = i + 1,
                Title = $"Förslag {i + 1}",
                Text = "Fler bänkar.",
                Place = "Torget",
                CostOre = costs[i],
            });
        }

        voting.Neighbours.Feasible[Id.ToString()] = feasible;
    }

    public SubBudgetId Id { get; } = SubBudgetId.From(Guid.NewGuid());

    public OrganisationId Organisation { get; } = OrganisationId.From(Guid.NewGuid());

    public Guid[] Proposals { get; }

    public VotingRuleData Rule { get; }

    public bool IsRehearsal { get; }

    public DateTimeOffset Opens { get; set; }

    public DateTimeOffset Closes { get; set; }

    public static VotingRuleData Approval(int maxChoices = 3) => new("Approval", "Greedy", maxChoices, 0);

    public static async Task<TestRound> InScreeningAsync(
        VotingFixture voting, VotingRuleData? rule = null, bool rehearsal = false, params long[] costs)
    {
        var round = new TestRound(voting, costs.Length == 0 ? [60_000_00, 50_000_00, 40_000_00, 30_000_00] : costs, rule ?? Approval(), rehearsal);
        await round.MoveAsync("Screening");
        return round;
    }

    /// <summary>Frozen and in the voting phase.</summary>
    public static async Task<TestRound> OpenAsync(
        VotingFixture voting, VotingRuleData? rule = null, bool rehearsal = false, params long[] costs)
    {
        var round = await InScreeningAsync(voting, rule, rehearsal, costs);
        await round.FreezeAsync();
        await round.MoveAsync("Voting");
        return round;
    }

    public string Holder(Role role) => _voting.Tokens.Holder(role, Organisation);

    public async Task MoveAsync(string phase, bool paused = false, int? version = null)
    {
        _version = version ?? _version + 1;
        (await _voting.DeliverAsync(Changed(phase, paused, _version), Stop.Token)).ShouldBeTrue();
    }

    public SubBudgetChanged Changed(string phase, bool paused, int version) => new(
        Id.Value,
        Guid.NewGuid(),
        Organisation.Value,
        version,
        phase,
        paused,
        Aborted: false,
        IsRehearsal,
        "Lindkullen",
        100_000_00,
        60_000_00,
        Rule,
        new RollRuleData(16, 0, new DateOnly(2027, 1, 1)),
        new CalendarData(Opens.AddDays(-90), Opens.AddDays(-60), Opens.AddDays(-30), Opens, Closes, Closes.AddDays(7)),
        [new CriterionData("k1", "Nytta")]);

    public async Task<V1.Manifest> FreezeAsync()
    {
        var requested = await _voting.Client(Holder(Role.ProcessLeader))
            .RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = Id.ToString() }, cancellationToken: Stop.Token);
        var frozen = await _voting.Client(Holder(Role.LeadScreener))
            .ApproveFreezeAsync(new ApproveFreezeRequest { SubBudgetId = Id.ToString(), Hash = requested.Manifest.Hash }, cancellationToken: Stop.Token);
        frozen.AwaitingSecondPerson.ShouldBeFalse();
        return frozen.Manifest;
    }

    public CastBallotRequest Ballot(params int[] items) => new()
    {
        SubBudgetId = Id.ToString(),
        ProposalIds = { items.Select(item => Proposals[item].ToString()) },
    };

    public string TokenOf(byte[] voter, string? channel = null) =>
        _voting.Ballots.Issue(Id, voter, channel is null ? null : token => token.Claims["channel"] = channel);

    public async Task<Receipt> CastAsync(byte[] voter, string key, params int[] items) =>
        await _voting.Client(TokenOf(voter), key).CastBallotAsync(Ballot(items), cancellationToken: Stop.Token);

    /// <summary>By a channel that the token names.</summary>
    public async Task<Receipt> CastByAsync(string channel, byte[] voter, string key, params int[] items) =>
        await _voting.Client(TokenOf(voter, channel), key).CastBallotAsync(Ballot(items), cancellationToken: Stop.Token);

    public async Task<string> CastErrorAsync(byte[] voter, string key, params int[] items) =>
        await Code.OfAsync(() => CastAsync(voter, key, items));

    public async Task<VotingStatus> CloseAsync()
    {
        if (!IsRehearsal)
        {
            Closes = _voting.Clock.GetUtcNow().AddSeconds(-1);
            await MoveAsync("Voting");
        }

        return await _voting.Client(Holder(Role.CountLeader)).CloseVotingAsync(new CloseVotingRequest { SubBudgetId = Id.ToString() }, cancellationToken: Stop.Token);
    }

    /// <summary>Counts a closed round.</summary>
    public async Task<V1.Count> CountAsync()
    {
        await MoveAsync("Counting");
        var client = _voting.Client(Holder(Role.CountLeader));
        var count = await client.StartCountAsync(new StartCountRequest { SubBudgetId = Id.ToString() }, cancellationToken: Stop.Token);
        await Eventually.HoldsAsync(async () =>
        {
            count = await client.GetCountAsync(new GetCountRequest { CountId = count.CountId }, cancellationToken: Stop.Token);
            return count.State != V1.CountState.Running;
        });
        return count;
    }

    /// <summary>Publishes a finished count by two count leaders and gives the result.</summary>
    public async Task<V1.Result> PublishAsync(string countId)
    {
        foreach (var leader in new[] { Holder(Role.CountLeader), Holder(Role.CountLeader) })
        {
            await _voting.Client(leader).PublishResultAsync(new PublishResultRequest { CountId = countId }, cancellationToken: Stop.Token);
        }

        return await _voting.Client().GetResultAsync(new GetResultRequest { SubBudgetId = Id.ToString() }, cancellationToken: Stop.Token);
    }
}

public static class ReceiptAssertions
{
    /// <summary>The proof is made anew at every repetition; all that it proves has to be the same.</summary>
    public static void ShouldSayTheSameAs(this Receipt receipt, Receipt other) =>
        new Receipt(receipt) { Proof = null }.ShouldBe(new Receipt(other) { Proof = null });
}

public static class Code
{
    /// <summary>The stable code that the call was refused with.</summary>
    public static async Task<string> OfAsync(Func<Task> call)
    {
        var refused = await Should.ThrowAsync<RpcException>(call);
        return refused.ToError().Code;
    }
}
