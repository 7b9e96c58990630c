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

    [Fact]
    public void A_pseudonym_says_nothing_in_a_log() =>
        Pseudonym.Read(new byte[16]).ToString().ShouldBe("Pseudonym");
}
