using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting.Tests.Hosting;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Features;

public abstract class CloseAndCountTests(VotingFixture voting)
{
    [Fact]
    public async Task An_open_window_is_not_closed_by_hand()
    {
        var round = await TestRound.OpenAsync(voting);
        var client = voting.Client(round.Holder(Role.CountLeader));
        (await Code.OfAsync(async () => await client.CloseVotingAsync(new CloseVotingRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token)))
            .ShouldBe("voting.window_open");
    }

    [Fact]
    public async Task After_the_close_nothing_is_added_and_known_casts_are_answered()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voter = VotingFixture.NewVoter();
        var receipt = await round.CastAsync(voter, "first-key", 0);
        var status = await round.CloseAsync();
        (status.Closed, status.Open, status.Ballots).ShouldBe((true, false, 1));
        (await round.CastErrorAsync(voter, "second-key", 1)).ShouldBe("voting.closed");
        (await round.CastErrorAsync(VotingFixture.NewVoter(), "first-key", 1)).ShouldBe("voting.closed");
        (await round.CastAsync(voter, "first-key", 0)).ShouldSayTheSameAs(receipt);
        (await round.CloseAsync()).Ballots.ShouldBe(1);
    }

    [Fact]
    public async Task The_clock_closes_a_round_whose_time_is_over()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        round.Closes = voting.Clock.GetUtcNow().AddSeconds(-1);
        await round.MoveAsync("Voting");
        await Eventually.HoldsAsync(async () =>
        {
            voting.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await StatusAsync(round)).Closed;
        });
    }

    [Fact]
    public async Task The_store_is_as_empty_after_many_rounds_as_before()
    {
        // Round after round in one installation: what a closed one leaves behind must not add up.
        for (var rounds = 0; rounds < 30; rounds++)
        {
            var round = await TestRound.OpenAsync(voting, rehearsal: true);
            await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
            (await round.CloseAsync()).Ballots.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Last_versions_are_counted_by_the_published_rule()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var changing = VotingFixture.NewVoter();
        await round.CastAsync(changing, "first-key", 3);
        await round.CastAsync(changing, "second-key", 0, 2);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0, 1);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key");
        await round.CloseAsync();
        var count = await round.CountAsync();
        (count.State, count.BallotsRead, count.BallotsTotal).ShouldBe((V1.CountState.Finished, 3, 3));
        var result = await round.PublishAsync(count.CountId);
        (result.Ballots, result.BlankBallots, result.Certified, result.TotalCostOre).ShouldBe((3, 1, false, 100_000_00));
        result.Items.Select(item => (item.Item.Number, item.Votes, item.Outcome)).ShouldBe(
        [
            (1, 2, ItemOutcome.Selected), (3, 1, ItemOutcome.Selected), (2, 1, ItemOutcome.DidNotFit), (4, 0, ItemOutcome.NoVotes),
        ]);
        result.Items.Select(item => item.Rank).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task The_counted_list_alone_gives_the_result()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        for (var i = 0; i < 20; i++)
        {
            await round.CastAsync(VotingFixture.NewVoter(), "first-key", [.. Enumerable.Range(0, i % 4)]);
        }

        await round.CloseAsync();
        var result = await round.PublishAsync((await round.CountAsync()).CountId);
        var list = await voting.Client().GetCountedListAsync(new GetCountedListRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        Convert.ToHexStringLower(SHA256.HashData(list.Data.Span)).ShouldBe(result.CountedListHash);
        PbReader.TryRead(list.Data.ToByteArray(), out var file, out var fault).ShouldBeTrue(fault?.ToString());
        file!.Election.Ballots.BallotCount.ShouldBe(20);
        var recount = DeclaredRule.Of(file.Election).Rule!.Count(file.Election);
        recount.SelectedIds.ShouldBe(result.Items
            .Where(item => item.Outcome == ItemOutcome.Selected).Select(item => item.Item.Number).Order().Select(number => $"{number}"));
        Encoding.UTF8.GetString(list.Data.Span).ShouldContain("VOTES\nvoter_id;vote\n");
    }

    [Fact]
    public async Task The_counted_list_does_not_follow_the_order_of_arrival()
    {
        var round = await TestRound.OpenAsync(voting, new VotingRuleData("ChooseOne", "Greedy", 0, 0), rehearsal: true, costs: [.. Enumerable.Repeat(1L, 30)]);
        for (var i = 0; i < 30; i++)
        {
            await round.CastAsync(VotingFixture.NewVoter(), "first-key", i);
        }

        await round.CloseAsync();
        await round.PublishAsync((await round.CountAsync()).CountId);
        var list = await voting.Client().GetCountedListAsync(new GetCountedListRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        var votes = Encoding.UTF8.GetString(list.Data.Span).Split("voter_id;vote\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line.Split(';')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        votes.Order().ShouldBe(Enumerable.Range(1, 30));
        votes.ShouldNotBe(Enumerable.Range(1, 30));
    }

    [Fact]
    public async Task Certifying_takes_two_leaders_after_the_objections()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await round.CloseAsync();
        var count = await round.CountAsync();
        await round.PublishAsync(count.CountId);
        var request = new CertifyResultRequest { CountId = count.CountId };
        (await Code.OfAsync(async () => await voting.Client(round.Holder(Role.CountLeader)).CertifyResultAsync(request, cancellationToken: Stop.Token)))
            .ShouldBe("voting.objection_window_open");
        voting.Clock.Advance(TimeSpan.FromDays(8));
        var leader = round.Holder(Role.CountLeader);
        (await voting.Client(leader).CertifyResultAsync(request, cancellationToken: Stop.Token)).AwaitingSecondPerson.ShouldBeTrue();
        (await Code.OfAsync(async () => await voting.Client(leader).CertifyResultAsync(request, cancellationToken: Stop.Token))).ShouldBe("voting.second_person_is_first");
        (await voting.Client(round.Holder(Role.CountLeader)).CertifyResultAsync(request, cancellationToken: Stop.Token)).State.ShouldBe(V1.CountState.Certified);
        var happened = (await voting.PublishedAsync<ResultCertified>(Stop.Token)).Single(e => e.SubBudgetId == round.Id.Value);
        (happened.Ballots, happened.Items.Count(item => item.Selected)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Nothing_is_counted_before_the_close()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.MoveAsync("Counting");
        (await Code.OfAsync(async () => await voting.Client(round.Holder(Role.CountLeader))
            .StartCountAsync(new StartCountRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token))).ShouldBe("voting.not_closed");
        (await Code.OfAsync(async () => await voting.Client().GetResultAsync(new GetResultRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token)))
            .ShouldBe("voting.result_missing");
    }

    [Fact]
    public async Task Guards_open_one_after_the_other()
    {
        var round = await TestRound.InScreeningAsync(voting, rehearsal: true);
        (await GuardAsync(round, "BallotFrozen")).ShouldBe(["voting.ballot_not_frozen"]);
        await round.FreezeAsync();
        (await GuardAsync(round, "BallotFrozen")).ShouldBeEmpty();
        await round.MoveAsync("Voting");
        (await GuardAsync(round, "Counting")).ShouldBe(["voting.not_closed"]);
        await round.CloseAsync();
        (await GuardAsync(round, "Counting")).ShouldBeEmpty();
        var count = await round.CountAsync();
        (await GuardAsync(round, "PreliminaryResult")).ShouldBe(["voting.result_not_published"]);
        await round.PublishAsync(count.CountId);
        (await GuardAsync(round, "PreliminaryResult")).ShouldBeEmpty();
        (await GuardAsync(round, "Decision")).ShouldBe(["voting.result_not_certified"]);
    }

    private async Task<IEnumerable<string>> GuardAsync(TestRound round, string phase)
    {
        var answer = await new GuardService.GuardServiceClient(voting.As(voting.Tokens.Service("budget")))
            .AskGuardAsync(new AskGuardRequest { SubBudgetId = round.Id.ToString(), EnteringPhase = phase }, cancellationToken: Stop.Token);
        return answer.Missing.Select(missing => missing.Code);
    }

    private async Task<VotingStatus> StatusAsync(TestRound round) =>
        await voting.Client().GetVotingStatusAsync(new GetVotingStatusRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
}

public sealed class EmbeddedCloseAndCountTests(EmbeddedVoting voting) : CloseAndCountTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealCloseAndCountTests(RealVoting voting) : CloseAndCountTests(voting), IClassFixture<RealVoting>;

public sealed class ClusteredCloseAndCountTests(ClusteredVoting voting) : CloseAndCountTests(voting), IClassFixture<ClusteredVoting>;
