using System.Text;
using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting.Tests.Hosting;
using BudgetV1 = Medborgarbudget.Contracts.Budget.V1;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Features;

/// <summary>Every rule that a plan can choose, from the event through manifest, count and counted list to the explanation.</summary>
public abstract class CountRuleTests(VotingFixture voting)
{
    private static readonly EqualSharesData SharesOfCost = new("Cost", "Add1Utilitarian", "None", StartsExact: false, 100, ExhaustiveStop: false, 0);

    /// <summary>By name, since a plan's rule is no data that a test runner can show.</summary>
    public static readonly Dictionary<string, VotingRuleData> Rules = new()
    {
        ["most votes"] = TestRound.Approval(),
        ["no skip"] = new("Approval", "GreedyNoSkip", 3, 2),
        ["per krona"] = new("Approval", "GreedyPerCost", 3, 0),
        ["quotas"] = new("Approval", "Greedy", 3, 0) { SizeQuotas = [new SizeQuotaData(30_000_00, 1), new SizeQuotaData(50_000_00, 1)] },
        ["shares"] = new("Approval", "EqualShares", 3, 0) { EqualShares = SharesOfCost },
        ["shares, all options"] = new("Approval", "EqualShares", 3, 0)
        {
            EqualShares = new EqualSharesData("Cardinality", "Add1", "MoreWinners", StartsExact: true, 250, ExhaustiveStop: true, 3),
        },
        ["phragmen"] = new("Approval", "Phragmen", 3, 0) { PassesOver = true },
        ["max welfare"] = new("Knapsack", "MaxWelfare", 0, 0) { ByCost = true },
        ["cstv"] = new("Approval", "Cstv", 3, 1) { Cstv = new CstvData("Minimal", "SupportPerCost") },
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_rule_is_frozen_counted_published_and_counted_again_from_the_list(string name)
    {
        var round = await TestRound.OpenAsync(voting, Rules[name], rehearsal: true);
        await CastAsync(round);
        await round.CloseAsync();
        var count = await round.CountAsync();
        (count.State, count.Failure).ShouldBe((V1.CountState.Finished, ""));
        count.Runs.ShouldBeGreaterThan(0);
        var result = await round.PublishAsync(count.CountId);
        count.SpentOre.ShouldBeLessThanOrEqualTo(result.AmountOre);

        var manifest = await voting.Client().GetManifestAsync(new GetManifestRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        (manifest.VotingRule.CountRule, manifest.VotingRule.VoteThreshold)
            .ShouldBe((Enum.Parse<BudgetV1.CountRule>(Rules[name].CountRule), Rules[name].VoteThreshold));

        var list = await voting.Client().GetCountedListAsync(new GetCountedListRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        PbReader.TryRead(list.Data.ToByteArray(), out var file, out var fault).ShouldBeTrue(fault?.ToString());
        PbFormat.MissingMeta(file!.Election).ShouldBeEmpty();
        var recount = new Tally.ResultDocument(DeclaredRule.Of(file.Election).Rule!.Count(file.Election), file.Sha256);
        var document = await voting.Client().GetResultDocumentAsync(new GetResultDocumentRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        Encoding.UTF8.GetString(document.Data.Span).ShouldBe(Encoding.UTF8.GetString(recount.ToJson()));
    }

    [Fact]
    public async Task Equal_shares_keeps_every_option_in_the_manifest()
    {
        var round = await TestRound.InScreeningAsync(voting, Rules["shares, all options"]);
        (await round.FreezeAsync()).VotingRule.EqualShares.ShouldBe(new BudgetV1.EqualSharesOptions
        {
            Utility = BudgetV1.EqualSharesUtility.Cardinality,
            Completion = BudgetV1.EqualSharesCompletion.Add1,
            Comparison = BudgetV1.EqualSharesComparison.MoreWinners,
            StartsExact = true,
            IncrementOre = 250,
            ExhaustiveStop = true,
            SupportFloor = 3,
        });
    }

    [Fact]
    public async Task Lots_are_drawn_from_the_hash_of_the_manifest()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true, costs: [50_000_00, 50_000_00, 50_000_00]);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0, 1, 2);
        await round.CloseAsync();
        var result = await round.PublishAsync((await round.CountAsync()).CountId);
        Tally.LotDraw.Of(result.ManifestHash, ["1", "2", "3"]).Log.Select(lot => lot.ProjectId)
            .ShouldBe(result.Items.Select(item => $"{item.Item.Number}"));
    }

    [Fact]
    public async Task Most_votes_first_is_shown_beside_another_rule_once_the_result_is_certified()
    {
        var round = await TestRound.OpenAsync(voting, Rules["shares"], rehearsal: true);
        await CastAsync(round);
        await round.CloseAsync();
        var count = await round.CountAsync();
        (await round.PublishAsync(count.CountId)).MostVotesFirst.ShouldBeNull();
        var result = await CertifyAsync(round, count);
        result.MostVotesFirst.ProposalIds.ShouldBe([round.Proposals[0].ToString(), round.Proposals[2].ToString()]);
        result.MostVotesFirst.TotalCostOre.ShouldBe(100_000_00);

        var plain = await TestRound.OpenAsync(voting, rehearsal: true);
        await CastAsync(plain);
        await plain.CloseAsync();
        count = await plain.CountAsync();
        await plain.PublishAsync(count.CountId);
        (await CertifyAsync(plain, count)).MostVotesFirst.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_item_is_explained_in_both_languages(string name)
    {
        var round = await TestRound.OpenAsync(voting, Rules[name], rehearsal: true);
        await CastAsync(round);
        await round.CloseAsync();
        var request = new GetExplanationRequest { SubBudgetId = round.Id.ToString() };
        (await Code.OfAsync(async () => await voting.Client().GetExplanationAsync(request, cancellationToken: Stop.Token))).ShouldBe("voting.result_missing");
        var result = await round.PublishAsync((await round.CountAsync()).CountId);
        var explanation = await ExplainedAsync(request);

        explanation.Items.Select(item => item.ProposalId).ShouldBe(round.Proposals.Select(id => id.ToString()));
        explanation.Items.ShouldAllBe(item => item.Texts["sv"].Sentences_.Count > 0 && item.Texts["en"].Sentences_.Count > 0);
        explanation.Items.Select(item => (item.ProposalId, item.Outcome)).ShouldBe(result.Items.Select(item => (item.Item.ProposalId, item.Outcome)), ignoreOrder: true);
        explanation.Purchases.Select(purchase => purchase.ProposalId).ShouldBe(
            result.Items.Where(item => item.Outcome == ItemOutcome.Selected).Select(item => item.Item.ProposalId), ignoreOrder: true);
        foreach (var money in explanation.Items.Select(item => item.Money).Where(money => money is not null))
        {
            money.GivenOre.ShouldBe(money.LeftOre + money.Spent.Sum(spending => spending.AmountOre));
        }
    }

    [Fact]
    public async Task Amounts_of_an_explanation_are_in_ore()
    {
        var round = await TestRound.OpenAsync(voting, Rules["shares"], rehearsal: true);
        await CastAsync(round);
        await round.CloseAsync();
        await round.PublishAsync((await round.CountAsync()).CountId);
        var explanation = await ExplainedAsync(new GetExplanationRequest { SubBudgetId = round.Id.ToString() });

        // At 25,000 kr each, those of the second item could pay and the pot would be overspent; the third is then selected by votes.
        explanation.ShareOre.ShouldBe(24_999_00);
        explanation.Purchases.Select(purchase => (purchase.LeftBeforeOre, purchase.Shared)).ShouldBe(
        [
            (100_000_00, new SharedPayment { MostPaidOre = 20_000_00, PaidFully = 3, LeftOre = 3 * 4_999_00 }), (40_000_00, null!),
        ]);
        explanation.Items[0].Money.GivenOre.ShouldBe(3 * 24_999_00);
        explanation.Items[1].EnoughCostOre.ShouldBe(2 * 24_999_00);
    }

    [Fact]
    public async Task A_cancelled_count_ends_and_gives_way_to_others()
    {
        // Both share the pot from 50,000 kr each, so steps of one öre go on for minutes until one can pay 100,000 kr alone.
        var endless = new VotingRuleData("Approval", "EqualShares", 1, 0) { EqualShares = SharesOfCost with { IncrementOre = 1 } };
        var round = await TestRound.OpenAsync(voting, endless, rehearsal: true, costs: [100_000_00, 1_00]);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 1);
        await round.CloseAsync();
        await round.MoveAsync("Counting");
        var client = voting.Client(round.Holder(Role.CountLeader));
        var start = new StartCountRequest { SubBudgetId = round.Id.ToString() };
        var count = await client.StartCountAsync(start, cancellationToken: Stop.Token);
        await AdvancingAsync(async () => (await client.GetCountAsync(new GetCountRequest { CountId = count.CountId }, cancellationToken: Stop.Token)).Runs > 0);

        var cancel = new CancelCountRequest { CountId = count.CountId };
        (await client.CancelCountAsync(cancel, cancellationToken: Stop.Token)).State.ShouldBe(V1.CountState.Cancelled);
        (await Code.OfAsync(async () => await client.CancelCountAsync(cancel, cancellationToken: Stop.Token))).ShouldBe("voting.count_not_running");
        var again = await client.StartCountAsync(start, cancellationToken: Stop.Token);
        again.CountId.ShouldNotBe(count.CountId);
        await client.CancelCountAsync(new CancelCountRequest { CountId = again.CountId }, cancellationToken: Stop.Token);

        var other = await TestRound.OpenAsync(voting, rehearsal: true);
        await CastAsync(other);
        await other.CloseAsync();
        await other.MoveAsync("Counting");
        var otherClient = voting.Client(other.Holder(Role.CountLeader));
        var next = await otherClient.StartCountAsync(new StartCountRequest { SubBudgetId = other.Id.ToString() }, cancellationToken: Stop.Token);
        await AdvancingAsync(async () =>
            (await otherClient.GetCountAsync(new GetCountRequest { CountId = next.CountId }, cancellationToken: Stop.Token)).State == V1.CountState.Finished);
        (await client.GetCountAsync(new GetCountRequest { CountId = count.CountId }, cancellationToken: Stop.Token)).State.ShouldBe(V1.CountState.Cancelled);
    }

    /// <summary>The worker looks by the clock whether its count is still wanted.</summary>
    private Task AdvancingAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(() =>
    {
        voting.Clock.Advance(TimeSpan.FromSeconds(1));
        return holds();
    });

    /// <summary>Three voters for 1 and 3, one for 2, one for 2 and 4, one blank.</summary>
    private static async Task CastAsync(TestRound round)
    {
        foreach (var choices in new int[][] { [0, 2], [0, 2], [0], [1], [1, 3], [] })
        {
            await round.CastAsync(VotingFixture.NewVoter(), "first-key", choices);
        }
    }

    private async Task<V1.Result> CertifyAsync(TestRound round, V1.Count count)
    {
        foreach (var leader in new[] { round.Holder(Role.CountLeader), round.Holder(Role.CountLeader) })
        {
            await voting.Client(leader).CertifyResultAsync(new CertifyResultRequest { CountId = count.CountId }, cancellationToken: Stop.Token);
        }

        return await voting.Client().GetResultAsync(new GetResultRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
    }

    private async Task<V1.Explanation> ExplainedAsync(GetExplanationRequest request)
    {
        V1.Explanation? explanation = null;
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                explanation = await voting.Client().GetExplanationAsync(request, cancellationToken: Stop.Token);
                return true;
            }
            catch (RpcException pending) when (pending.StatusCode == StatusCode.NotFound)
            {
                return false;
            }
        });
        return explanation!;
    }
}

public sealed class EmbeddedCountRuleTests(EmbeddedVoting voting) : CountRuleTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealCountRuleTests(RealVoting voting) : CountRuleTests(voting), IClassFixture<RealVoting>;
