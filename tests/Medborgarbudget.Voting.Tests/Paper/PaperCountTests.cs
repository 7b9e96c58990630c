using System.Text;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Tests.Hosting;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Paper;

/// <summary>C6: paper and box together, from the mark at a place to the published files.</summary>
public abstract class PaperCountTests(VotingFixture voting)
{
    [Fact]
    public async Task C6_Who_voted_on_the_web_and_then_on_paper_is_counted_once_and_paper_stands()
    {
        var (round, desk, both) = await VotedTwiceAsync();
        await round.MoveAsync("Counting");
        (await ReconcileAsync(desk, round)).Balances.ShouldBeTrue();
        var result = await round.PublishAsync((await round.CountAsync()).CountId);
        (result.Ballots, result.BlankBallots).ShouldBe((3, 0));
        result.Items.OrderBy(item => item.Item.Number).Select(item => item.Votes).ShouldBe([0, 1, 2, 1]);

        using var vote = await DownloadedVote.OfAsync(voting, round);
        await vote.AddPaperAsync(desk, round);
        Encoding.UTF8.GetString(vote.Read("channels.json")).ShouldBe(
            $$"""
            {"format":"mb1-channels","subBudget":"{{round.Id}}","voters":3,"annulled":1,"paper":[{"place":"","issued":4,"received":2,"spoiled":1,"missing":1,"invalid":{"unreadable":1,"tooMany":0,"tooFew":0,"late":0,"notIdentified":0,"alreadyUsed":0,"wrongArea":0},"counted":1}],"paperCounted":1,"counted":3}
            """);
        vote.Read("sealed/annulled").ShouldBe(both);
        (await vote.VerifyAsync()).ShouldBeEmpty();
        vote.Change("channels.json", "\"annulled\":1", "\"annulled\":0");
        (await vote.VerifyAsync()).ShouldContain(fault => fault.StartsWith("channels.json: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reconciliation_tells_every_channel_and_balances()
    {
        var (round, desk, _) = await VotedTwiceAsync();
        await round.MoveAsync("Counting");
        var reconciliation = await ReconcileAsync(desk, round);
        reconciliation.Channels.Select(channel => (channel.Channel, channel.Persons, channel.Ballots, channel.Annulled, channel.Difference, channel.Balances)).ShouldBe(
        [
            ("web", 1, 2, 1, 0, true), ("code", 0, 0, 0, 0, true), ("kiosk", 1, 1, 0, 0, true), ("telephone", 0, 0, 0, 0, true), ("paper", 2, 2, 0, 0, true),
        ]);
        await round.CountAsync();
        voting.Neighbours.Marks[round.Id.ToString()] = GeneralErrors.Unavailable;
        (await ReconcileAsync(desk, round)).ShouldBe(reconciliation, "later ones go by the marks of the first count");
    }

    [Fact]
    public async Task A_ballot_for_which_nobody_was_marked_does_not_balance()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        await round.CastByAsync("kiosk", VotingFixture.NewVoter(), "first-key", 0);
        (await Code.OfAsync(() => ReconcileAsync(desk, round))).ShouldBe("voting.not_closed");
        await round.CloseAsync();
        var reconciliation = await ReconcileAsync(desk, round);
        (reconciliation.Balances, reconciliation.Channels[2].Difference, reconciliation.Channels[2].Balances).ShouldBe((false, -1, false));
    }

    [Fact]
    public async Task C6_A_paper_mark_without_a_card_does_not_balance_until_the_card_is_said_to_be_missing()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        desk.Mark([VotingFixture.NewVoter(), VotingFixture.NewVoter()]);
        await round.CloseAsync();
        var batch = await desk.OpenAsync(received: 1, spoiled: 1);
        await desk.ReadTwiceAsync(batch, 1, desk.Choices(0));
        (await PaperAsync()).ShouldBe((1, false));

        await desk.Reader.CorrectPaperBatchAsync(
            new CorrectPaperBatchRequest { PaperBatchId = batch.PaperBatchId, Numbers = new CardNumbers { Issued = 2, Received = 1, Missing = 1 } },
            cancellationToken: Stop.Token);
        (await PaperAsync()).ShouldBe((0, true));

        async Task<(long Unaccounted, bool Balances)> PaperAsync() =>
            (await ReconcileAsync(desk, round)).Channels.Where(one => one.Channel == "paper").Select(one => (one.Unaccounted, one.Balances)).Single();
    }

    [Fact]
    public async Task C6_More_cards_than_persons_marked_at_the_place_are_not_counted()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        desk.Mark([VotingFixture.NewVoter()]);
        await round.CloseAsync();
        var batch = await desk.OpenAsync(received: 2);
        await desk.ReadTwiceAsync(batch, 1, desk.Choices(0));
        await desk.ReadTwiceAsync(batch, 2, desk.Choices(0));
        await desk.CloseAsync(batch);
        (await desk.CountRefusalAsync()).ShouldBe("voting.paper_over_marks");
        desk.MarkAt([(PaperDesk.Place, "Biblioteket", 1), ("another", "Skolan", 1)], [VotingFixture.NewVoter(), VotingFixture.NewVoter()]);
        (await desk.CountRefusalAsync()).ShouldBe("voting.paper_missing");
        desk.Mark([VotingFixture.NewVoter(), VotingFixture.NewVoter()]);
        (await round.PublishAsync((await round.CountAsync()).CountId)).Ballots.ShouldBe(2);
    }

    [Fact]
    public async Task C6_No_count_begins_while_a_shift_is_open_or_Identity_is_away()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await round.CloseAsync();
        voting.Neighbours.Marks[round.Id.ToString()] = new Error("identity.shift_open", ErrorKind.State, "A shift is open.");
        (await desk.CountRefusalAsync()).ShouldBe("identity.shift_open");
        voting.Neighbours.Marks[round.Id.ToString()] = GeneralErrors.Unavailable;
        (await desk.CountRefusalAsync()).ShouldBe("request.unavailable");
        voting.Neighbours.Marks[round.Id.ToString()] = new Error("identity.roll_missing", ErrorKind.State, "There is no roll.");
        (await round.CountAsync()).State.ShouldBe(V1.CountState.Finished);
    }

    [Fact]
    public async Task A_second_count_goes_by_the_same_annulments_and_takes_no_more_paper()
    {
        var (round, desk, _) = await VotedTwiceAsync();
        var first = await round.PublishAsync((await round.CountAsync()).CountId);
        desk.Mark([]);
        (await Code.OfAsync(() => desk.OpenAsync(received: 1, first: 100))).ShouldBe("voting.paper_sealed");
        voting.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await round.PublishAsync((await round.CountAsync()).CountId);
        again.CountId.ShouldNotBe(first.CountId);
        (again.Ballots, again.TotalCostOre).ShouldBe((first.Ballots, first.TotalCostOre));
    }

    [Fact]
    public async Task A_vote_without_paper_is_published_as_before()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await round.CloseAsync();
        await round.PublishAsync((await round.CountAsync()).CountId);
        using var vote = await DownloadedVote.OfAsync(voting, round);
        (await vote.VerifyAsync()).ShouldBeEmpty();
        (await Code.OfAsync(() => vote.AddPaperAsync(desk, round))).ShouldBe("voting.no_paper");
    }

    [Fact]
    public async Task What_was_cast_with_an_officer_is_changed_with_an_officer_only()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        (await round.CastByAsync("code", voter, "second-key", 1)).Version.ShouldBe(2);
        var receipt = await round.CastByAsync("kiosk", voter, "third-key", 2);
        receipt.Version.ShouldBe(3);
        (await Code.OfAsync(() => round.CastByAsync("web", voter, "fourth-key", 0))).ShouldBe("voting.voted_at_place");
        (await Code.OfAsync(() => round.CastByAsync("code", voter, "fourth-key", 0))).ShouldBe("voting.voted_at_place");
        (await round.CastErrorAsync(voter, "fourth-key", 0)).ShouldBe("voting.voted_at_place");
        (await round.CastAsync(voter, "third-key", 2)).ShouldSayTheSameAs(receipt);
        (await round.CastByAsync("telephone", voter, "fifth-key", 3)).Version.ShouldBe(4);
        await round.CloseAsync();
        (await round.PublishAsync((await round.CountAsync()).CountId)).Items.Where(item => item.Votes > 0).ShouldHaveSingleItem().Item.Number.ShouldBe(4);
    }

    /// <summary>Three persons have voted in the box; one of them and another have a paper mark, and of their two cards one cannot be read.</summary>
    private async Task<(TestRound Round, PaperDesk Desk, byte[] Both)> VotedTwiceAsync()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        var both = VotingFixture.NewVoter();
        await round.CastAsync(both, "first-key", 0);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 1);
        await round.CastByAsync("kiosk", VotingFixture.NewVoter(), "first-key", 2);
        var batch = await desk.OpenAsync(received: 2, spoiled: 1, missing: 1);
        await round.CloseAsync();
        desk.Mark([both, VotingFixture.NewVoter()], (Channel.Web, 1), (Channel.Kiosk, 1));
        await desk.ReadTwiceAsync(batch, 1, desk.Choices(2, 3));
        await desk.ReadTwiceAsync(batch, 4, PaperDesk.Invalid(InvalidGround.Unreadable));
        await desk.CloseAsync(batch);
        return (round, desk, both);
    }

    private static async Task<V1.Reconciliation> ReconcileAsync(PaperDesk desk, TestRound round) =>
        await desk.Auditor.GetReconciliationAsync(new GetReconciliationRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
}

public sealed class EmbeddedPaperCountTests(EmbeddedVoting voting) : PaperCountTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealPaperCountTests(RealVoting voting) : PaperCountTests(voting), IClassFixture<RealVoting>;
