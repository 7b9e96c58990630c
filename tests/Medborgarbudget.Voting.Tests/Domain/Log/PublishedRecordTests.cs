using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

/// <summary>Entries, the closing, the list of published files and sealed ballots, byte for byte.</summary>
public sealed class PublishedRecordTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => key.Dispose();

    [Fact]
    public void A_ballot_leaf_is_the_hash_of_what_the_format_says()
    {
        byte[] salt = [.. Enumerable.Repeat((byte)7, 32)];
        var commitment = SHA256.HashData([.. "mb1-ballot"u8, .. salt, 0, 1, 0, 9]);
        byte[] place = [.. Convert.FromHexString("11111111111141118111111111111111"), 0, 63, 0, 0, 0, 0, 0, 0, 1, 2];
        var (made, leaf, gap) = (new byte[32], new byte[32], new byte[32]);

        Commitment.Of(salt, [0, 1, 0, 9], made);
        LogEntry.HashBallot(made, Sample.SubBudget().Id, 63, 258, leaf);
        LogEntry.HashGap(Sample.SubBudget().Id, 63, 258, gap);

        made.ShouldBe(commitment);
        leaf.ShouldBe(SHA256.HashData([0, .. commitment, .. place]));
        gap.ShouldBe(SHA256.HashData([0, .. new byte[32], .. place]));
    }

    [Fact]
    public void The_longest_ballot_is_committed_to()
    {
        var (salt, choices, made) = (new byte[32], new byte[2 * Manifest.MaxItems], new byte[32]);
        Commitment.Of(salt, choices, made);
        made.ShouldBe(SHA256.HashData([.. "mb1-ballot"u8, .. salt, .. choices]));
    }

    [Fact]
    public void First_and_last_leaf_name_their_documents()
    {
        LogEntry.ManifestLeaf("{}"u8).ShouldBe(SHA256.HashData([0, .. "mb1-manifest"u8, .. SHA256.HashData("{}"u8)]));
        LogEntry.ClosingLeaf("{}"u8).ShouldBe(SHA256.HashData([0, .. "mb1-closing"u8, .. SHA256.HashData("{}"u8)]));
    }

    [Fact]
    public void A_closing_reads_back()
    {
        var closing = Closing();
        var text = Encoding.UTF8.GetString(closing.Canonical());

        text.ShouldStartWith("{\"format\":\"mb1-closing\",\"subBudget\":\"11111111-1111-4111-8111-111111111111\",\"manifest\":\"aaa");
        text.ShouldEndWith("\"gaps\":[[0,2],[3,1]],\"versions\":3,\"voters\":2}");
        ClosingRecord.Read(closing.Canonical(), out var read).ShouldBeNull();
        read.Canonical().ShouldBe(closing.Canonical());
    }

    [Theory]
    [InlineData("\"versions\":3", "\"versions\":4", "without the gaps")]
    [InlineData("\"voters\":2", "\"voters\":4", "more voters than ballots")]
    [InlineData("[[0,2],[3,1]]", "[[3,1],[0,2]]", "not in order")]
    [InlineData("[[0,2],[3,1]]", "[[0,2],[0,2]]", "not in order")]
    [InlineData("[[0,2],[3,1]]", "[[0,4],[3,1]]", "outside its shard")]
    [InlineData("[[0,2],[3,1]]", "[[0],[3,1]]", "wrong kind")]
    [InlineData("[[0,2],[3,1]]", "[[0,2], [3,1]]", "spelt otherwise")]
    [InlineData("\"ends\":[3,", "\"ends\":[3,0,", "64 shards")]
    [InlineData("\"format\":\"mb1-closing\",", "", "spelt otherwise")]
    [InlineData("\"manifest\"", "\"Manifest\"", "missing")]
    [InlineData("}", "", "no JSON")]
    public void What_is_no_closing_is_told(string part, string instead, string fault)
    {
        var text = Encoding.UTF8.GetString(Closing().Canonical()).Replace(part, instead, StringComparison.Ordinal);
        ClosingRecord.Read(Encoding.UTF8.GetBytes(text), out _).ShouldNotBeNull().ShouldContain(fault);
    }

    [Fact]
    public void The_list_of_files_reads_back_and_is_signed()
    {
        var bytes = Files().Sign(key);

        PublishedFiles.Read(bytes, out var read, out var signature).ShouldBeNull();
        read.Verify(key, signature.AsSpan()).ShouldBeTrue();
        read.Find("result.json")!.Length.ShouldBe(9000);
        read.Find("result.json")!.Blocks.Length.ShouldBe(3 * 16);
        read.Find("closing.json").ShouldBeNull();
    }

    [Fact]
    public void No_changed_bit_of_the_list_of_files_is_read_and_holds()
    {
        var bytes = Files().Sign(key);
        Gen.Int[0, (bytes.Length * 8) - 1].Sample(
            bit =>
            {
                byte[] changed = [.. bytes];
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                return PublishedFiles.Read(changed, out var read, out var signature) is not null || !read.Verify(key, signature.AsSpan());
            },
            iter: 500,
            threads: 1);
    }

    [Fact]
    public async Task A_changed_block_is_placed()
    {
        byte[] content = [.. Enumerable.Range(0, 20_000).Select(n => (byte)(n % 251))];
        var whole = PublishedFile.Of("x", content);
        byte[] changed = [.. content];
        (changed[5000], changed[8500], changed[19_999]) = (255, 255, 255);

        whole.Differences(PublishedFile.Of("x", changed)).ShouldBe([(4096, 12_288), (16_384, 20_000)]);
        whole.Differences(PublishedFile.Of("x", content.AsSpan(..^1))).ShouldBe([(16_384, 20_000)]);
        whole.Differences(PublishedFile.Of("x", [.. content, .. content])).ShouldBe([(16_384, 40_000)]);
        whole.Differences(PublishedFile.Of("x", [])).ShouldBe([(0, 20_000)]);
        whole.Differences(whole).ShouldBeEmpty();
        var read = await PublishedFile.OfAsync("x", new MemoryStream(content), TestContext.Current.CancellationToken);
        (read.Sha256, read.Length).ShouldBe((whole.Sha256, 20_000));
        whole.Differences(read).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(13_000)]
    public void File_has_the_same_hashes_in_whatever_pieces_it_is_written(int piece)
    {
        var content = Enumerable.Range(0, 20_000).Select(n => (byte)(n % 251)).ToArray();
        using var file = new PublishedFileWriter();
        foreach (var part in content.Chunk(piece))
        {
            file.Write(part);
        }

        var written = file.End("x");
        var whole = PublishedFile.Of("x", content);
        (written.Length, written.Sha256).ShouldBe((whole.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        written.Blocks.ShouldBe(content.Chunk(4096).SelectMany(block => SHA256.HashData(block)[..16]));
        whole.Blocks.ShouldBe(written.Blocks);
    }

    [Fact]
    public void Sealed_ballots_read_back_from_a_stream() =>
        Gen.Select(Gen.ULong[1, uint.MaxValue], Gen.UInt, Gen.UInt, Gen.Int[0, 2000]).Array[0, 40].Sample(ballots =>
        {
            var written = new ArrayBufferWriter<byte>();
            foreach (var (sequence, version, hour, items) in ballots)
            {
                SealedBallots.Write(written, (long)sequence, Voter(items), version, hour, Salt(items), new byte[2 * items]);
            }

            var reader = new SealedBallotReader(new MemoryStream(written.WrittenSpan.ToArray()));
            foreach (var (sequence, version, hour, items) in ballots)
            {
                reader.TryRead(out var read).ShouldBeTrue();
                (read.Sequence, read.Version, read.Hour, read.Choices.Length).ShouldBe((sequence, version, hour, 2 * items));
                read.Voter.ToArray().ShouldBe(Voter(items));
                read.Salt.ToArray().ShouldBe(Salt(items));
            }

            reader.TryRead(out _).ShouldBeFalse();
            (reader.Rest, reader.Position).ShouldBe((0, written.WrittenCount));
        });

    [Fact]
    public void A_cut_file_of_sealed_ballots_has_a_rest()
    {
        var written = new ArrayBufferWriter<byte>();
        SealedBallots.Write(written, 1, Voter(1), 1, 1, Salt(1), [0, 1]);
        SealedBallots.Write(written, 2, Voter(2), 1, 1, Salt(1), [0, 1]);
        var reader = new SealedBallotReader(new MemoryStream(written.WrittenSpan[..^1].ToArray()));

        reader.TryRead(out _).ShouldBeTrue();
        reader.TryRead(out _).ShouldBeFalse();
        (reader.Position, reader.Rest).ShouldBe((68, 67));
    }

    private static ClosingRecord Closing()
    {
        var ends = new long[Slot.Shards];
        (ends[0], ends[3]) = (3, 2);
        return ClosingRecord.Of(Sample.SubBudget().Id, Hash, ends, [new Gap(3, 1), new Gap(0, 2)], voters: 2);
    }

    private static PublishedFiles Files() =>
        new(Sample.SubBudget().Id, [PublishedFile.Of("manifest.json", "{}"u8), PublishedFile.Of("result.json", new byte[9000])]);

    private static byte[] Voter(int number) => [.. Enumerable.Repeat((byte)(number % 256), 16)];

    private static byte[] Salt(int number) => [.. Enumerable.Repeat((byte)(number % 255), 32)];
}
