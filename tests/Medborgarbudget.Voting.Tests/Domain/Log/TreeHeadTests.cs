using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

public sealed class TreeHeadTests : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => key.Dispose();

    [Fact]
    public void The_signed_text_is_as_the_format_says()
    {
        var text = Head(size: 4, (0, 1), (63, 2)).Text();

        text.ShouldBe(
            "mb1-head\n11111111-1111-4111-8111-111111111111\n4\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n2027-01-15T08:01:00Z\n1,"
            + string.Concat(Enumerable.Repeat("0,", 62)) + "2\n");
        TreeHead.Read(text, out var read).ShouldBeNull();
        read.ShouldBe(Head(size: 4, (0, 1), (63, 2)));
    }

    [Fact]
    public void A_line_reads_back_with_its_signatures()
    {
        var signed = Signed();
        var line = signed.ToLine();

        Encoding.UTF8.GetString(line).ShouldStartWith("{\"head\":\"mb1-head\\n11111111-");
        SignedHead.ReadLine(line, out var read).ShouldBeNull();
        read.Head.ShouldBe(signed.Head);
        read.Verify(key).ShouldBeTrue();
        read.Cosignatures.ShouldHaveSingleItem().Verify(key, read.Head).ShouldBeTrue();
        read.Cosignatures[0].Witness.ShouldBe("Malmö");
    }

    [Fact]
    public void No_changed_bit_of_a_line_is_read_and_holds()
    {
        var line = Signed().ToLine();
        Gen.Int[0, (line.Length * 8) - 1].Sample(
            bit =>
            {
                byte[] changed = [.. line];
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                return SignedHead.ReadLine(changed, out var read) is not null
                    || !read.Verify(key)
                    || read.Cosignatures is not [{ Witness: "Malmö" } cosignature]
                    || !cosignature.Verify(key, read.Head);
            },
            iter: 500,
            threads: 1);
    }

    [Fact]
    public void A_cosignature_is_for_one_head_one_witness_and_one_time()
    {
        var cosignature = Cosignature.Sign(key, "Lund", Head(size: 1), Sample.Now);

        cosignature.Verify(key, Head(size: 1)).ShouldBeTrue();
        cosignature.Verify(key, Head(size: 2)).ShouldBeFalse();
        (cosignature with { Witness = "Eslöv" }).Verify(key, Head(size: 1)).ShouldBeFalse();
        (cosignature with { Time = Sample.Now.AddSeconds(1) }).Verify(key, Head(size: 1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("mb1-head\n", "mb2-head\n", "six lines")]
    [InlineData("11111111-1111", "1111-1111", "no id")]
    [InlineData("\n4\n", "\n04\n", "spelt otherwise")]
    [InlineData("\n4\n", "\n+4\n", "no number")]
    [InlineData("\n4\n", "\n6\n", "add up to")]
    [InlineData("AQE=", "AQF=", "no base64")]
    [InlineData("AQEB", "", "32 bytes")]
    [InlineData("08:01:00Z", "08:01:01Z", "cut to the minute")]
    [InlineData("08:01:00Z", "08:01:00", "no time")]
    [InlineData("\n1,", "\n1,0,", "64 shards")]
    [InlineData(",2\n", ",-2\n", "out of range")]
    [InlineData(",2\n", ",2", "six lines")]
    public void What_is_no_head_is_told(string part, string instead, string fault)
    {
        var text = Head(size: 4, (0, 1), (63, 2)).Text();
        var at = text.IndexOf(part, StringComparison.Ordinal);

        TreeHead.Read(text[..at] + instead + text[(at + part.Length)..], out _).ShouldNotBeNull().ShouldContain(fault);
    }

    [Fact]
    public void Places_of_ballots_follow_from_the_heads_alone()
    {
        var (first, second) = (Head(size: 4, (2, 1), (5, 2)), Head(size: 8, (0, 1), (2, 3), (5, 3)));

        first.PlaceOf(null, 2, 1).ShouldBe(1);
        first.PlaceOf(null, 5, 2).ShouldBe(3);
        first.PlaceOf(null, 0, 1).ShouldBeNull();
        (int Shard, long Sequence)[] later = [(0, 1), (2, 2), (2, 3), (5, 3)];
        later.Select(ballot => second.PlaceOf(first, ballot.Shard, ballot.Sequence)).ShouldBe([4, 5, 6, 7]);
        second.PlaceOf(first, 5, 2).ShouldBeNull();
    }

    [Fact]
    public void A_size_that_is_not_what_the_ends_add_up_to_makes_no_head() =>
        Should.Throw<ArgumentException>(() => Head(size: 3)).Message.ShouldContain("add up to");

    private static TreeHead Head(long size, params (int Shard, long End)[] shards)
    {
        var ends = new long[Slot.Shards];
        foreach (var (shard, end) in shards)
        {
            ends[shard] = end;
        }

        return TreeHead.Of(Sample.SubBudget().Id, size, Enumerable.Repeat((byte)1, 32).ToArray(), Sample.Now.AddSeconds(119), ends);
    }

    private SignedHead Signed()
    {
        var signed = Head(size: 4, (0, 1), (63, 2)).Sign(key);
        return signed with { Cosignatures = [Cosignature.Sign(key, "Malmö", signed.Head, Sample.Now)] };
    }
}
