namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class BallotTests
{
    [Fact]
    public void The_order_of_the_ids_does_not_matter() =>
        Fill(2, 1).Value.Bytes.ToArray().ShouldBe(Fill(1, 2).Value.Bytes.ToArray());

    [Fact]
    public void Places_read_back() => Ballot.ReadPlaces(Fill(3, 1).Value.Bytes.Span).ShouldBe([0, 2]);

    [Fact]
    public void A_blank_ballot_is_a_ballot() => Fill().Value.Bytes.Length.ShouldBe(0);

    [Fact]
    public void B3_More_items_than_the_rule_allows_are_refused() => Problems(Fill(1, 2, 3)).ShouldBe(["may have at most 2"]);

    [Fact]
    public void B3_Every_fault_is_told_with_its_place()
    {
        string[] ids = [Sample.Ids(1)[0], "not an id", Sample.Ids(1)[0]];
        var refused = Ballot.Fill(Form(), ids);
        refused.Error!.Code.ShouldBe("voting.ballot_invalid");
        refused.Error.Faults.Select(fault => (fault.Field, fault.Problem)).ShouldBe(
            [("proposalIds[1]", "is not an item of this ballot"), ("proposalIds[2]", "stands twice")]);
    }

    [Fact]
    public void B3_An_item_of_another_ballot_is_refused() => Problems(Fill(9)).ShouldBe(["is not an item of this ballot"]);

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("-33333333-3333-4333-8333-000000000001")]
    [InlineData("")]
    public void B3_A_number_is_no_item(string id) => Problems(Ballot.Fill(Form(), [id])).ShouldBe(["is not an item of this ballot"]);

    [Theory]
    [InlineData("ABCDEFAB-CDEF-4DEF-8DEF-ABCDEFABCDEF")]
    [InlineData("{abcdefab-cdef-4def-8def-abcdefabcdef}")]
    [InlineData("abcdefabcdef4def8defabcdefabcdef")]
    public void B3_An_item_that_is_written_in_two_ways_is_not_chosen_twice(string again)
    {
        var id = Guid.Parse(again);
        var form = new BallotForm(Sample.Manifest(null, Sample.Item(1) with { ProposalId = Kernel.ProposalId.From(id) }, Sample.Item(2)));
        Ballot.Fill(form, [id.ToString(), again]).Error!.Faults.ShouldHaveSingleItem().Field.ShouldBe("proposalIds[1]");
    }

    [Fact]
    public void A_long_list_is_refused_unread() =>
        Problems(Ballot.Fill(Form(), [.. Enumerable.Repeat("x", 100)])).ShouldBe(["has more items than the ballot"]);

    [Fact]
    public void Choosing_one_takes_one_or_none()
    {
        var rule = new VotingRule(VoteType.ChooseOne, 0, new Tally.GreedyRule());
        Ballot.Fill(Form(rule), Sample.Ids(1)).IsError.ShouldBeFalse();
        Ballot.Fill(Form(rule), []).IsError.ShouldBeFalse();
        Problems(Ballot.Fill(Form(rule), Sample.Ids(1, 2))).ShouldBe(["may have at most 1"]);
    }

    [Fact]
    public void B3_A_knapsack_may_fill_the_pot_and_not_more()
    {
        var rule = new VotingRule(VoteType.Knapsack, 0, new Tally.GreedyRule());
        var form = new BallotForm(Sample.Manifest(Sample.SubBudget(rule: rule), Sample.Item(1, 600), Sample.Item(2, 400), Sample.Item(3, 401)));
        Ballot.Fill(form, Sample.Ids(1, 2)).IsError.ShouldBeFalse();
        Problems(Ballot.Fill(form, Sample.Ids(1, 3))).ShouldBe(["cost more together than the pot"]);
    }

    [Fact]
    public void Without_a_limit_all_items_may_be_chosen() =>
        Ballot.Fill(Form(new VotingRule(VoteType.Approval, 0, new Tally.GreedyRule())), Sample.Ids(1, 2, 3)).IsError.ShouldBeFalse();

    private static BallotForm Form(VotingRule? rule = null) => new(Sample.Manifest(Sample.SubBudget(rule: rule)));

    private static Kernel.Result<Ballot> Fill(params int[] numbers) => Ballot.Fill(Form(), Sample.Ids(numbers));

    private static IEnumerable<string> Problems(Kernel.Result<Ballot> refused) => refused.Error!.Faults.Select(fault => fault.Problem);
}
