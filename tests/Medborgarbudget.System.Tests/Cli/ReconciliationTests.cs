using Medborgarbudget.System.Tests.Cli.Published;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>V7: ballots of people who were never given a token, and ballots that were acknowledged and dropped. V1: receipts in the log.</summary>
public sealed class ReconciliationTests : IDisposable
{
    private readonly PublishedVote vote = PublishedVote.Counted();

    public void Dispose() => vote.Dispose();

    [Fact]
    public async Task V7_Voters_who_were_all_given_tokens_are_in_order()
    {
        using var folder = new VoteFolder(vote);
        (await folder.VerifyAsync("--issued", Issued(folder, vote.Issued))).ShouldBeEmpty();
    }

    [Fact]
    public async Task V7_One_stuffed_ballot_is_found()
    {
        using var folder = new VoteFolder(vote);
        var stuffed = vote.Ballots[321];

        var fault = (await folder.VerifyAsync("--issued", Issued(folder, vote.Issued.Where(voter => !voter.SequenceEqual(stuffed.Voter))))).ShouldHaveSingleItem();

        fault.What.ShouldContain("stuffed");
        (fault.Shard, fault.Sequences![0]).ShouldBe((stuffed.Shard, stuffed.Sequence));
    }

    [Fact]
    public async Task V1_Receipts_of_ballots_in_the_log_are_in_order()
    {
        using var folder = new VoteFolder(vote);
        string[] options = [.. vote.Ballots.Where((_, index) => index % 60 == 3).SelectMany(ballot => (string[])["--receipt", Receipt(folder, ballot)])];
        (await folder.VerifyAsync(options)).ShouldBeEmpty();
    }

    [Fact]
    public async Task V7_One_dropped_ballot_is_found_by_its_receipt()
    {
        using var folder = new VoteFolder(vote);

        var fault = (await folder.VerifyAsync("--receipt", Receipt(folder, vote.NeverLogged()), "--receipt", Receipt(folder, vote.Ballots[5]))).ShouldHaveSingleItem();

        fault.What.ShouldContain("dropped: the ballot was acknowledged");
    }

    [Fact]
    public async Task V1_A_receipt_that_was_changed_is_not_the_systems()
    {
        using var folder = new VoteFolder(vote);
        var receipt = vote.ReceiptOf(vote.Ballots[9]).Replace("500000", "500001", StringComparison.Ordinal);

        (await folder.VerifyAsync("--receipt", Put(folder, receipt))).ShouldHaveSingleItem().What.ShouldContain("never signed this receipt");
    }

    [Fact]
    public async Task V1_A_receipt_with_another_number_is_at_another_leaf()
    {
        using var folder = new VoteFolder(vote);
        var ballot = vote.Ballots[9] with { Sequence = vote.Ballots[9].Sequence + 1 };

        (await folder.VerifyAsync("--receipt", Receipt(folder, ballot))).ShouldHaveSingleItem().What.ShouldContain("which is not the place of its number");
    }

    [Fact]
    public async Task A_list_of_issued_pseudonyms_that_is_not_sorted_is_refused()
    {
        using var folder = new VoteFolder(vote);
        var run = await CommandRun.OfAsync("verify", folder.Path, "--issued", Issued(folder, vote.Issued.Reverse()));

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("byte 16: the pseudonyms are not sorted");
    }

    private static string Issued(VoteFolder folder, IEnumerable<byte[]> voters)
    {
        folder.Put("issued", [.. voters.SelectMany(voter => voter)]);
        return folder.PathOf("issued");
    }

    private static string Put(VoteFolder folder, string receipt)
    {
        var name = $"receipt-{Guid.NewGuid():N}.json";
        folder.Put(name, global::System.Text.Encoding.UTF8.GetBytes(receipt));
        return folder.PathOf(name);
    }

    private string Receipt(VoteFolder folder, CastBallot ballot) => Put(folder, vote.ReceiptOf(ballot));
}
