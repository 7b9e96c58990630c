using System.Security.Cryptography;
using Medborgarbudget.System.Tests.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>P4, V3: what was published is enough to verify the result, and whatever is changed in it is found, with its place.</summary>
public sealed class TamperTests : IDisposable
{
    private const int Flips = 300;

    private readonly PublishedVote vote = PublishedVote.Counted();

    public void Dispose() => vote.Dispose();

    [Fact]
    public async Task P4_V3_What_was_published_is_in_order()
    {
        using var folder = new VoteFolder(vote);
        (await folder.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task V3_Vote_whose_manifest_has_castcheck_is_in_order_as_one_without()
    {
        using var other = PublishedVote.Counted(hasCastcheck: true);
        using var folder = new VoteFolder(other);
        (await folder.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task P4_V3_Without_the_sealed_ballots_it_is_in_order_too()
    {
        using var folder = new VoteFolder(vote);
        Directory.Delete(folder.PathOf("sealed"), recursive: true);
        (await folder.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task P4_V3_Every_single_changed_byte_of_any_file_is_reported_with_its_place()
    {
        using var folder = new VoteFolder(vote);
        string[] names = [.. vote.Files.Where(file => file.Value.Length > 0).Select(file => file.Key)];
        for (var flip = 0; flip < Flips; flip++)
        {
            // Every file gets its turn, however small.
            var name = names[flip % names.Length];
            var at = RandomNumberGenerator.GetInt32(vote.Files[name].Length);
            var changed = vote.Files[name].ToArray();
            changed[at] ^= (byte)(1 + RandomNumberGenerator.GetInt32(255));
            folder.Put(name, changed);

            var faults = await folder.VerifyAsync();

            faults.ShouldContain(fault => fault.Covers(name, at), $"{name}, byte {at} is now {changed[at]}: {string.Join("; ", faults.Select(fault => fault.ToString()))}");
            folder.Put(name, vote.Files[name]);
        }
    }

    [Fact]
    public async Task V3_Changed_bytes_all_through_the_small_documents_are_reported_with_their_places()
    {
        using var folder = new VoteFolder(vote);
        foreach (var name in (string[])["closing.json", "result.json", "files.json"])
        {
            for (var at = 0; at < vote.Files[name].Length; at += 1 + (vote.Files[name].Length / 30))
            {
                folder.Change(name, bytes => Changed(bytes, at));
                (await folder.VerifyAsync()).ShouldContain(fault => fault.Covers(name, at), $"{name}, byte {at}");
                folder.Put(name, vote.Files[name]);
            }
        }
    }

    [Fact]
    public async Task V3_A_changed_leaf_is_found_between_two_heads_and_only_there()
    {
        using var folder = new VoteFolder(vote);
        folder.Change("tiles/0/1", bytes => Changed(bytes, 40 * 32));
        Directory.Delete(folder.PathOf("sealed"), recursive: true);

        var fault = (await folder.VerifyAsync()).ShouldHaveSingleItem();

        fault.File.ShouldBe("tiles/0/1");
        fault.Covers("tiles/0/1", 40 * 32).ShouldBeTrue();
        (fault.Leaves![1] - fault.Leaves[0]).ShouldBeLessThan(PublishedVote.BallotsAHead);
    }

    [Fact]
    public async Task V3_Changed_leaves_in_several_tiles_and_in_the_level_above_are_all_found()
    {
        using var folder = new VoteFolder(vote);
        Directory.Delete(folder.PathOf("sealed"), recursive: true);
        folder.Change("tiles/0/0", bytes => Changed(bytes, 200 * 32));
        folder.Change("tiles/0/1", bytes => Changed(bytes, 7));
        folder.Change("tiles/0/2", bytes => Changed(bytes, bytes.Length - 40 * 32));

        var faults = await folder.VerifyAsync();

        faults.ShouldContain(fault => fault.Covers("tiles/0/0", 200 * 32));
        faults.ShouldContain(fault => fault.Covers("tiles/0/1", 7));
        faults.ShouldContain(fault => fault.File == "tiles/0/2");
        faults.Length.ShouldBe(3);
    }

    [Fact]
    public async Task V3_A_wrong_hash_above_is_told_from_wrong_leaves()
    {
        using var folder = new VoteFolder(vote);
        folder.Change("tiles/1/0", bytes => Changed(bytes, 33));

        var fault = (await folder.VerifyAsync()).ShouldHaveSingleItem();

        (fault.File, fault.Bytes!, fault.What).ShouldSatisfyAllConditions(
            found => found.File.ShouldBe("tiles/1/0"), found => found.Item2.ShouldBe([32, 63]), found => found.What.ShouldContain("tiles/0/1"));
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("delete")]
    [InlineData("insert")]
    [InlineData("reorder")]
    [InlineData("swap")]
    public async Task V3_A_dump_of_sealed_ballots_that_was_tampered_with_names_shard_and_number(string how)
    {
        var shard = vote.Ballots.GroupBy(ballot => ballot.Shard).First(group => group.Count() > 5).Key;
        CastBallot[] ballots = [.. vote.Ballots.Where(ballot => ballot.Shard == shard).OrderBy(ballot => ballot.Sequence)];
        var (third, fourth) = (ballots[2], ballots[3]);
        CastBallot[] tampered = how switch
        {
            "edit" => [.. ballots.Select(ballot => ballot == third ? ballot with { Choices = [0, 6] } : ballot)],
            "delete" => [.. ballots.Where(ballot => ballot != third)],
            "insert" => [.. ballots[..3], third with { Salt = new byte[32], Choices = [] }, .. ballots[3..]],
            "reorder" => [.. ballots[..2], fourth, third, .. ballots[4..]],
            "swap" => [.. ballots[..2], third with { Salt = fourth.Salt, Choices = fourth.Choices }, fourth with { Salt = third.Salt, Choices = third.Choices }, .. ballots[4..]],
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };

        // Who changes the dump may sign it too: the log alone has to tell.
        PutSealed(shard, tampered);
        vote.SignFiles();
        using var folder = new VoteFolder(vote);
        var faults = (await folder.VerifyAsync()).Where(fault => fault.File == $"sealed/{shard}").ToArray();

        var word = how switch
        {
            "edit" => "does not open the leaf",
            "delete" => "is missing",
            "insert" => "stands twice",
            "reorder" => "comes after number",
            _ => $"holds the ballot of shard {shard}, number {fourth.Sequence}",
        };
        faults.ShouldContain(
            fault => fault.Shard == shard && fault.Sequences![0] <= third.Sequence && third.Sequence <= fault.Sequences[1] && fault.What.Contains(word, StringComparison.Ordinal),
            string.Join("; ", faults.Select(fault => fault.ToString())));
    }

    [Fact]
    public async Task V3_Versions_with_a_hole_are_found()
    {
        var changed = vote.Ballots.First(ballot => ballot.Version == 2);
        PutSealed(
            changed.Shard,
            [.. vote.Ballots.Where(ballot => ballot.Shard == changed.Shard).OrderBy(ballot => ballot.Sequence)
                .Select(ballot => ballot == changed ? ballot with { Version = 3 } : ballot)]);
        vote.SignFiles();
        using var folder = new VoteFolder(vote);

        var fault = (await folder.VerifyAsync()).ShouldHaveSingleItem();
        (fault.Shard, fault.Sequences![0]).ShouldBe((changed.Shard, changed.Sequence));
        fault.What.ShouldContain("version 3");
    }

    [Fact]
    public async Task V3_Two_leaves_that_changed_places_are_found()
    {
        using var folder = new VoteFolder(vote);
        folder.Change("tiles/0/0", bytes => [.. bytes[..(100 * 32)], .. bytes[(101 * 32)..(102 * 32)], .. bytes[(100 * 32)..(101 * 32)], .. bytes[(102 * 32)..]]);

        var faults = await folder.VerifyAsync();

        faults.ShouldContain(fault => fault.Covers("tiles/0/0", 100 * 32) && fault.Covers("tiles/0/0", 101 * 32));
        faults.ShouldContain(fault => fault.File == "heads.jsonl" && fault.What.Contains("another order", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tiles/0/1")]
    [InlineData("tiles/0/2")]
    [InlineData("tiles/1/0")]
    [InlineData("closing.json")]
    [InlineData("result.json")]
    [InlineData("counted-list.pb")]
    [InlineData("files.json")]
    public async Task V3_A_file_that_is_taken_away_is_missed(string name)
    {
        using var folder = new VoteFolder(vote);
        File.Delete(folder.PathOf(name));
        (await folder.VerifyAsync()).ShouldContain(fault => fault.File == name && fault.What.StartsWith("it is not there", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tiles/0/9")]
    [InlineData("sealed/64")]
    public async Task V3_A_file_that_is_put_in_is_told(string name)
    {
        using var folder = new VoteFolder(vote);
        folder.Put(name, new byte[64]);
        (await folder.VerifyAsync()).ShouldContain(fault => fault.File == name && fault.What.Contains("no such file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V3_A_head_that_is_taken_out_shows_in_the_order_of_the_ballots()
    {
        using var folder = new VoteFolder(vote);
        folder.Put("heads.jsonl", [.. vote.Heads.Where((_, index) => index != 7).SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])]);

        var fault = (await folder.VerifyAsync()).ShouldHaveSingleItem();
        (fault.File, fault.Line).ShouldBe(("heads.jsonl", 8));
        fault.What.ShouldContain("a head before it is missing");
    }

    [Fact]
    public async Task V3_A_head_with_a_root_that_the_log_never_had_is_told_from_wrong_leaves()
    {
        var forged = TreeHead.Of(PublishedVote.SubBudget, vote.Heads[9].Head.Size, new byte[32], vote.Heads[9].Head.Time, vote.Heads[9].Head.Ends.AsSpan()).Sign(vote.LogKey);
        using var folder = new VoteFolder(vote);
        folder.Put("heads.jsonl", [.. vote.Heads.Select((head, index) => index == 9 ? forged : head).SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])]);

        var fault = (await folder.VerifyAsync()).ShouldHaveSingleItem();
        (fault.File, fault.Line).ShouldBe(("heads.jsonl", 10));
        fault.What.ShouldContain("later heads agree with the leaves");
    }

    [Fact]
    public async Task V3_A_counted_list_that_was_signed_with_a_ballot_too_many_is_found()
    {
        vote.Count([.. vote.LastChoices(), [0, 1]]);
        using var folder = new VoteFolder(vote);

        var faults = await folder.VerifyAsync();

        faults.ShouldContain(fault => fault.File == "counted-list.pb" && fault.What.Contains("561 ballots, and closing.json 560 voters", StringComparison.Ordinal));
        faults.ShouldContain(fault => fault.File == "counted-list.pb" && fault.What.Contains("ballots for 1,2,", StringComparison.Ordinal));
        faults.Length.ShouldBe(2);
    }

    [Fact]
    public async Task V3_A_counted_list_with_one_ballot_changed_is_found_by_auditors()
    {
        int[][] choices = [.. vote.LastChoices()];
        vote.Count([.. choices[1..], choices[0].SequenceEqual([3]) ? [4] : [3]]);
        using var folder = new VoteFolder(vote);

        (await folder.VerifyAsync()).ShouldAllBe(fault => fault.File == "counted-list.pb" && fault.What.Contains("the sealed ballots have", StringComparison.Ordinal));
        (await folder.VerifyAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task P4_V3_A_result_that_the_list_does_not_give_is_found_at_its_byte()
    {
        var result = global::System.Text.Encoding.UTF8.GetString(vote.Files["result.json"]);
        vote.Files["result.json"] = global::System.Text.Encoding.UTF8.GetBytes(result.Replace("\"selected\":[\"", "\"selected\":[\"9", StringComparison.Ordinal));
        vote.SignFiles();
        using var folder = new VoteFolder(vote);

        var fault = (await folder.VerifyAsync()).ShouldHaveSingleItem();
        fault.File.ShouldBe("result.json");
        fault.Bytes![0].ShouldBe(result.IndexOf("\"selected\":[\"", StringComparison.Ordinal) + "\"selected\":[\"".Length);
    }

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 0x11;
        return changed;
    }

    private void PutSealed(int shard, CastBallot[] ballots)
    {
        var records = new global::System.Buffers.ArrayBufferWriter<byte>();
        foreach (var ballot in ballots)
        {
            ballot.WriteTo(records, hour: 500_000);
        }

        vote.Files[$"sealed/{shard}"] = records.WrittenSpan.ToArray();
    }
}
