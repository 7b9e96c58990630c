using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class SlotTests
{
    [Fact]
    public void Voters_spread_over_all_shards()
    {
        var shards = Enumerable.Range(0, 6400)
            .Select(_ => Slot.Of(Pseudonym.Read(RandomNumberGenerator.GetBytes(Pseudonym.Length))).Shard)
            .CountBy(shard => shard).ToDictionary();
        shards.Count.ShouldBe(Slot.Shards);

        // 100 are expected in each; 40 and 180 are more than six deviations away.
        shards.Values.ShouldAllBe(count => count > 40 && count < 180);
    }

    [Fact]
    public void The_slot_of_a_voter_never_changes_between_versions() =>
        Slot.Of(Pseudonym.Read(Enumerable.Range(0, 16).Select(i => (byte)i).ToArray())).ShouldBe(new Slot(62, 459));

    [Theory]
    [InlineData(0, Slot.Buckets)]
    [InlineData(1, 1)]
    [InlineData(2_048, 1)]
    [InlineData(2_049, 2)]
    [InlineData(100_000, 64)]
    [InlineData(8_196_423, Slot.Buckets)]
    [InlineData(long.MaxValue, Slot.Buckets)]
    public void A_hash_of_the_store_holds_some_thirty_voters_as_long_as_there_are_hashes_left(long electorate, int buckets) =>
        Slot.BucketsFor(electorate).ShouldBe(buckets);

    [Fact]
    public void A_pseudonym_says_nothing_in_a_log() =>
        Pseudonym.Read(new byte[16]).ToString().ShouldBe("Pseudonym");
}
