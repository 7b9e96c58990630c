using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace Medborgarbudget.Voting.Tests.Features;

public abstract class CastBallotTests(VotingFixture voting)
{
    [Fact]
    public async Task A_ballot_gets_a_receipt_that_finds_it()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        var receipt = await round.CastAsync(voter, "first-key", 0, 2);
        (receipt.Version, receipt.AcknowledgementLevel).ShouldBe((1, "ledger"));
        receipt.Hour.ToDateTimeOffset().ShouldBe(voting.Clock.GetUtcNow());
        var check = await voting.Client().CheckReceiptAsync(new CheckReceiptRequest { ReceiptCode = receipt.ReceiptCode }, cancellationToken: Stop.Token);
        (check.SubBudgetId, check.Included, check.Replaced).ShouldBe((round.Id.ToString(), true, false));
    }

    [Fact]
    public async Task A_changed_ballot_replaces_the_earlier_one()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        var first = await round.CastAsync(voter, "first-key", 0);
        var second = await round.CastAsync(voter, "second-key", 1);
        second.Version.ShouldBe(2);
        (await voting.Client().CheckReceiptAsync(new CheckReceiptRequest { ReceiptCode = first.ReceiptCode }, cancellationToken: Stop.Token)).Replaced.ShouldBeTrue();
        var status = await voting.Client(round.TokenOf(voter)).GetBallotStatusAsync(new GetBallotStatusRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        status.Receipt.ShouldSayTheSameAs(second);
    }

    [Fact]
    public async Task C2_The_same_key_a_hundred_times_gives_one_receipt()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => round.CastAsync(voter, "one-key-only", 0, 1)));
        receipts.ShouldAllBe(receipt => receipt.ReceiptCode == receipts[0].ReceiptCode && receipt.Leaf == receipts[0].Leaf);
        receipts[0].Version.ShouldBe(1);
    }

    [Fact]
    public async Task L6_A_flood_of_changes_is_refused_and_nobody_else_notices()
    {
        var round = await TestRound.OpenAsync(voting);
        await using var strict = await voting.StartSecondAsync(builder =>
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Voting:CastsPerMinute"] = "3" }));
        await Eventually.HoldsAsync(() => Task.FromResult(strict.IsReady));
        var (flooding, other) = (round.TokenOf(VotingFixture.NewVoter()), round.TokenOf(VotingFixture.NewVoter()));
        for (var change = 0; change < 3; change++)
        {
            await strict.Client(flooding, $"key-number-{change}").CastBallotAsync(round.Ballot(change), cancellationToken: Stop.Token);
        }

        (await Code.OfAsync(() => strict.Client(flooding, "one-too-many").CastBallotAsync(round.Ballot(3), cancellationToken: Stop.Token).ResponseAsync))
            .ShouldBe("voting.too_many_changes");
        (await strict.Client(other, "first-key").CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task C2_The_same_key_with_another_ballot_is_refused()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "one-key-only", 0);
        (await round.CastErrorAsync(voter, "one-key-only", 1)).ShouldBe("voting.key_reused");
    }

    [Fact]
    public async Task A_late_repetition_of_an_earlier_cast_does_not_undo_the_later_one()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        var first = await round.CastAsync(voter, "first-key", 0);
        await round.CastAsync(voter, "second-key", 1);
        (await round.CastAsync(voter, "first-key", 0)).ShouldSayTheSameAs(first);
        (await round.CastErrorAsync(voter, "first-key", 2)).ShouldBe("voting.key_reused");
        var status = await voting.Client(round.TokenOf(voter)).GetBallotStatusAsync(new GetBallotStatusRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        status.Receipt.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    [InlineData("with a blank in it")]
    public async Task A_key_is_required(string? key)
    {
        var round = await TestRound.OpenAsync(voting);
        var client = voting.Client(round.TokenOf(VotingFixture.NewVoter()), key);
        (await Code.OfAsync(async () => await client.CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token))).ShouldBe("voting.key_missing");
    }

    [Fact]
    public async Task B3_An_overfull_ballot_is_refused()
    {
        var round = await TestRound.OpenAsync(voting, TestRound.Approval(2));
        (await round.CastErrorAsync(VotingFixture.NewVoter(), "first-key", 0, 1, 2)).ShouldBe("voting.ballot_invalid");
    }

    [Fact]
    public async Task B3_What_costs_more_together_than_the_pot_is_refused()
    {
        var round = await TestRound.OpenAsync(voting, new VotingRuleData("Knapsack", "Greedy", 0, 0));
        (await round.CastErrorAsync(VotingFixture.NewVoter(), "first-key", 0, 1)).ShouldBe("voting.ballot_invalid");
        (await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0, 2)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task B3_A_project_that_stands_twice_or_on_another_ballot_is_refused()
    {
        var (round, other) = (await TestRound.OpenAsync(voting), await TestRound.OpenAsync(voting));
        var voter = VotingFixture.NewVoter();
        (await round.CastErrorAsync(voter, "first-key", 0, 0)).ShouldBe("voting.ballot_invalid");
        (await Code.OfAsync(async () => await voting.Client(round.TokenOf(voter), "first-key").CastBallotAsync(
            new CastBallotRequest { SubBudgetId = round.Id.ToString(), ProposalIds = { other.Proposals[0].ToString() } }, cancellationToken: Stop.Token)))
            .ShouldBe("voting.ballot_invalid");
    }

    [Fact]
    public async Task B3_A_project_that_was_withdrawn_before_the_freeze_is_refused()
    {
        var round = await TestRound.InScreeningAsync(voting);
        voting.Neighbours.Feasible[round.Id.ToString()].Proposals.RemoveAt(3);
        await round.FreezeAsync();
        await round.MoveAsync("Voting");
        (await round.CastErrorAsync(VotingFixture.NewVoter(), "first-key", 2, 3)).ShouldBe("voting.ballot_invalid");
        (await round.CastAsync(VotingFixture.NewVoter(), "first-key", 2)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Ballots_are_taken_only_while_voting_goes_on()
    {
        var round = await TestRound.InScreeningAsync(voting);
        var voter = VotingFixture.NewVoter();
        (await round.CastErrorAsync(voter, "first-key", 0)).ShouldBe("voting.not_open");
        await round.FreezeAsync();
        await round.MoveAsync("BallotFrozen");
        (await round.CastErrorAsync(voter, "first-key", 0)).ShouldBe("voting.not_open");
        await round.MoveAsync("Voting");
        await round.CastAsync(voter, "first-key", 0);
    }

    [Fact]
    public async Task A_pause_stops_the_intake_and_keeps_the_ballots()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        var receipt = await round.CastAsync(voter, "first-key", 0);
        await round.MoveAsync("Voting", paused: true);
        (await round.CastErrorAsync(voter, "second-key", 1)).ShouldBe("voting.not_open");
        (await round.CastAsync(voter, "first-key", 0)).ShouldSayTheSameAs(receipt);
        await round.MoveAsync("Voting");
        (await round.CastAsync(voter, "second-key", 1)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_older_event_does_not_turn_back_the_phase()
    {
        var round = await TestRound.OpenAsync(voting);
        (await voting.DeliverAsync(round.Changed("Screening", paused: false, version: 1), Stop.Token)).ShouldBeTrue();
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
    }

    [Fact]
    public async Task A_ballot_is_cast_as_json_and_no_cache_keeps_the_answer()
    {
        var round = await TestRound.OpenAsync(voting);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/medborgarbudget/v1/sub-budgets/{round.Id}/ballot");
        request.Content = JsonContent.Create(new { proposalIds = new[] { round.Proposals[0] } });
        request.Headers.Authorization = new("Bearer", round.TokenOf(VotingFixture.NewVoter()));
        request.Headers.Add("Idempotency-Key", "a-json-cast");
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var answer = await voting.Http.SendAsync(request, Stop.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop.Token);
        receipt.GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_receipts_are_told_apart_from_unreadable_ones()
    {
        var round = await TestRound.OpenAsync(voting);
        var receipt = await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        ReceiptCode.TryParse(receipt.ReceiptCode, out var code).ShouldBeTrue();
        var forged = (code with { Check = code.Check ^ 1 }).ToString();
        (await CheckErrorAsync(forged)).ShouldBe("voting.receipt_unknown");
        (await CheckErrorAsync("nonsense")).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Turnout_counts_voters_and_not_changes()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await round.CastAsync(voter, "second-key", 1);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key");
        var turnout = await voting.Client(round.Holder(Role.Analyst)).GetTurnoutAsync(new GetTurnoutRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        turnout.Voters.ShouldBe(2);
    }

    private async Task<string> CheckErrorAsync(string code) =>
        await Code.OfAsync(async () => await voting.Client().CheckReceiptAsync(new CheckReceiptRequest { ReceiptCode = code }, cancellationToken: Stop.Token));
}

public sealed class EmbeddedCastBallotTests(EmbeddedVoting voting) : CastBallotTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealCastBallotTests(RealVoting voting) : CastBallotTests(voting), IClassFixture<RealVoting>;

public sealed class ClusteredCastBallotTests(ClusteredVoting voting) : CastBallotTests(voting), IClassFixture<ClusteredVoting>;
