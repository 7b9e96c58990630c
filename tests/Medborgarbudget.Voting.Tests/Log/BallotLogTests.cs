using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Voting.Tests.Log;

public abstract class BallotLogTests(VotingFixture voting)
{
    [Fact]
    public async Task P5_Ballot_is_in_a_signed_head_a_minute_later_and_its_receipt_proves_it()
    {
        var round = await TestRound.OpenAsync(voting);
        var receipts = new List<Receipt>();
        for (var i = 0; i < 20; i++)
        {
            receipts.Add(await round.CastAsync(VotingFixture.NewVoter(), "first-key", i % 4));
        }

        var heads = await HeadsAfterAMinuteAsync(round);

        var last = heads[^1].Head;
        last.Size.ShouldBe(21);
        using var key = await LogKeyAsync(round);
        heads.ShouldAllBe(head => head.Verify(key));
        foreach (var receipt in receipts)
        {
            ProofOf(receipt).Verify(key, receipt.Leaf.Span, HourOf(receipt), AcknowledgementLevel.Ledger).ShouldBeTrue();
            var check = await CheckAsync(receipt);
            check.LogSize.ShouldBe(last.Size);
            MerkleTree.VerifyInclusion(receipt.Leaf.Span, check.LogIndex, check.LogSize, check.LogPath.Span, last.Root.AsSpan()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task P5_Log_has_what_this_instance_took_in_and_what_another_did()
    {
        var round = await TestRound.OpenAsync(voting);
        await using var second = await voting.StartSecondAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(second.IsReady));
        var receipts = new List<Receipt>();
        for (var i = 0; i < 40; i++)
        {
            var token = round.TokenOf(VotingFixture.NewVoter());
            var instance = i % 2 == 0 ? voting.Client(token, "first-key") : second.Client(token, "first-key");
            receipts.Add(await instance.CastBallotAsync(round.Ballot(i % 4), cancellationToken: Stop.Token));
        }

        await AdvanceAsync(round);

        var last = (await HeadsAsync(round))[^1].Head;
        last.Size.ShouldBe(41);
        foreach (var receipt in receipts)
        {
            var check = await CheckAsync(receipt);
            MerkleTree.VerifyInclusion(receipt.Leaf.Span, check.LogIndex, check.LogSize, check.LogPath.Span, last.Root.AsSpan()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task V1_Receipt_with_another_leaf_hour_or_level_proves_nothing()
    {
        var round = await TestRound.OpenAsync(voting);
        var receipt = await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        using var key = await LogKeyAsync(round);
        var leaf = receipt.Leaf.ToByteArray();

        ProofOf(receipt).Verify(key, leaf, HourOf(receipt), AcknowledgementLevel.Ledger).ShouldBeTrue();
        ProofOf(receipt).Verify(key, leaf, HourOf(receipt) + 1, AcknowledgementLevel.Ledger).ShouldBeFalse();
        ProofOf(receipt).Verify(key, leaf, HourOf(receipt), AcknowledgementLevel.Store).ShouldBeFalse();
        leaf[0] ^= 1;
        ProofOf(receipt).Verify(key, leaf, HourOf(receipt), AcknowledgementLevel.Ledger).ShouldBeFalse();
    }

    [Fact]
    public async Task V2_Every_head_is_consistent_with_the_last_and_comes_from_the_tiles()
    {
        var round = await TestRound.OpenAsync(voting);
        var voters = Enumerable.Range(0, 30).Select(_ => VotingFixture.NewVoter()).ToList();
        for (var change = 0; change < 12; change++)
        {
            await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, $"key-{change:D4}", change % 4)));
            await AdvanceAsync(round);
        }

        var heads = await HeadsAsync(round);
        var leaves = await LeavesAsync(round, heads[^1].Head.Size);

        heads.Count.ShouldBe(12);
        heads.Select(head => head.Head.Size).ShouldBe(Enumerable.Range(1, 12).Select(change => 1L + (30 * change)));
        foreach (var head in heads)
        {
            var length = (int)head.Head.Size * MerkleTree.HashLength;
            MerkleTree.Root(leaves.AsSpan(0, length)).ShouldBe(head.Head.Root.ToArray());
            var proof = MerkleTree.ConsistencyProof(leaves, head.Head.Size);
            MerkleTree.VerifyConsistency(head.Head.Size, heads[^1].Head.Size, head.Head.Root.AsSpan(), heads[^1].Head.Root.AsSpan(), proof).ShouldBeTrue();
        }

        // The root of the full first tile stands in the level above.
        var above = new byte[MerkleTree.HashLength];
        LogTiles.RootOf(leaves.AsSpan(0, LogTiles.FullLength), above);
        (await TileAsync(round, 1, 0)).ShouldBe(above);
    }

    [Fact]
    public async Task Closed_log_ends_with_the_closing_and_the_sealed_ballots_give_its_leaves()
    {
        var round = await TestRound.OpenAsync(voting);
        var voters = Enumerable.Range(0, 10).Select(_ => VotingFixture.NewVoter()).ToList();
        await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, "first-key", 0)));
        await AdvanceAsync(round);
        await Task.WhenAll(voters.Take(4).Select(voter => round.CastAsync(voter, "second-key", 1)));
        await round.CloseAsync();

        var heads = await HeadsAsync(round);
        heads[^1].Head.IsClosed.ShouldBeTrue();
        var client = voting.Client();
        var closing = (await client.GetClosingAsync(new GetClosingRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token)).Data;
        ClosingRecord.Read(closing.Memory, out var record).ShouldBeNull();
        (record.Versions, record.Voters, record.Gaps.Length).ShouldBe((14, 10, 0));
        record.Ends.ShouldBe(heads[^1].Head.Ends);
        var leaves = await LeavesAsync(round, heads[^1].Head.Size);
        leaves[..32].ShouldBe(LogEntry.ManifestLeaf(await ManifestAsync(round)));
        leaves[^32..].ShouldBe(LogEntry.ClosingLeaf(closing.Span));
        (await SealedLeavesAsync(round, heads)).ShouldBe(Enumerable.Range(1, 14).Select(place => Convert.ToHexString(leaves, place * 32, 32)), ignoreOrder: false);
    }

    [Fact]
    public async Task Number_that_stays_away_becomes_a_gap_and_what_is_behind_it_gets_into_the_log()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        var row = await RoundAsync(round);
        var shard = Slot.Of(Pseudonym.Read(voter)).Shard;
        await voting.Services.GetRequiredService<StackExchange.Redis.IConnectionMultiplexer>().GetDatabase()
            .HashIncrementAsync(new RedisKeys(round.Id, shard).State, "seq");
        await round.CastAsync(voter, "second-key", 1);

        (await AdvanceAsync(round)).ShouldBeFalse();
        (await HeadsAsync(round))[^1].Head.Ends[shard].ShouldBe(1);
        var heads = await HeadsAfterAMinuteAsync(round, enough: head => head.Ends[shard] == 3);

        var gap = new byte[MerkleTree.HashLength];
        LogEntry.HashGap(round.Id, shard, 2, gap);
        (await LeavesAsync(round, heads[^1].Head.Size)).AsSpan(2 * 32, 32).ToArray().ShouldBe(gap);

        // Whoever still held that number comes too late, and is told so.
        var late = new LedgerEntry(row.Number, shard, 2, VotingFixture.NewVoter(), 1, [], new byte[16], 1, 1, BallotChannel.Web);
        (await voting.Services.GetRequiredService<ILedger>().AppendAsync([late], mayHold: true, Stop.Token)).ShouldBe([false]);
        await round.CloseAsync();
        var closing = await voting.Client().GetClosingAsync(new GetClosingRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        ClosingRecord.Read(closing.Data.Memory, out var record).ShouldBeNull();
        record.Gaps.ShouldBe([new Gap(shard, 2)]);
    }

    [Fact]
    public async Task Instances_that_make_heads_at_once_make_one_log()
    {
        var round = await TestRound.OpenAsync(voting);
        for (var i = 0; i < 5; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => round.CastAsync(VotingFixture.NewVoter(), "first-key", 0)));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AdvanceAsync(round)));
        }

        var heads = await HeadsAsync(round);
        heads[^1].Head.Size.ShouldBe(101);
        heads.Select(head => head.Head.Size).ShouldBeUnique();
        MerkleTree.Root(await LeavesAsync(round, 101)).ShouldBe(heads[^1].Head.Root.ToArray());
    }

    [Fact]
    public async Task Signature_of_a_witness_is_kept_with_its_head()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await AdvanceAsync(round);
        var head = (await HeadsAsync(round))[^1].Head;
        var cosignature = Cosignature.Sign(voting.Witness, VotingFixture.WitnessName, head, voting.Clock.GetUtcNow());

        await CosignAsync(round, cosignature, head.Size);
        await CosignAsync(round, cosignature, head.Size);

        var kept = (await HeadsAsync(round))[^1].Cosignatures.ShouldHaveSingleItem();
        kept.Verify(voting.Witness, head).ShouldBeTrue();
    }

    [Fact]
    public async Task Signature_of_anybody_else_or_on_another_head_is_refused()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await AdvanceAsync(round);
        var head = (await HeadsAsync(round))[^1].Head;
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = voting.Clock.GetUtcNow();

        var forged = Cosignature.Sign(stranger, VotingFixture.WitnessName, head, now);
        var unnamed = Cosignature.Sign(stranger, "någon", head, now);
        var good = Cosignature.Sign(voting.Witness, VotingFixture.WitnessName, head, now);
        (await Code.OfAsync(() => CosignAsync(round, forged, head.Size))).ShouldBe("voting.cosignature_invalid");
        (await Code.OfAsync(() => CosignAsync(round, unnamed, head.Size))).ShouldBe("voting.cosignature_invalid");
        (await Code.OfAsync(() => CosignAsync(round, good with { Signature = [] }, head.Size))).ShouldBe("voting.cosignature_invalid");
        (await Code.OfAsync(() => CosignAsync(round, good, head.Size + 1))).ShouldBe("voting.log_missing");
    }

    [Fact]
    public async Task P10_nothing_is_signed_on_a_tree_that_is_not_that_of_its_head()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        await AdvanceAsync(round);
        var whole = await HeadsAsync(round);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 1);

        await FlipPeaksAsync(round);
        await Should.ThrowAsync<InvalidDataException>(() => AdvanceAsync(round));
        (await HeadsAsync(round)).Count.ShouldBe(whole.Count);

        await FlipPeaksAsync(round);
        await AdvanceAsync(round);
        var last = (await HeadsAsync(round))[^1].Head;
        last.Size.ShouldBe(3);
        MerkleTree.Root(await LeavesAsync(round, last.Size)).ShouldBe(last.Root.ToArray());
    }

    [Fact]
    public async Task Before_the_freeze_and_the_close_there_is_nothing_to_read()
    {
        var open = await TestRound.OpenAsync(voting);
        var client = voting.Client();
        var id = open.Id.ToString();

        (await Code.OfAsync(() => client.GetClosingAsync(new GetClosingRequest { SubBudgetId = id }, cancellationToken: Stop.Token).ResponseAsync)).ShouldBe("voting.log_missing");
        (await Code.OfAsync(() => client.GetLogHeadsAsync(new GetLogHeadsRequest { SubBudgetId = "x" }, cancellationToken: Stop.Token).ResponseAsync)).ShouldBe("voting.log_missing");
        (await Code.OfAsync(() => client.GetLogTileAsync(new GetLogTileRequest { SubBudgetId = id, Level = 0, Index = -1 }, cancellationToken: Stop.Token).ResponseAsync)).ShouldBe("voting.log_missing");
        (await Code.OfAsync(() => client.GetPublishedFilesAsync(new GetPublishedFilesRequest { SubBudgetId = id }, cancellationToken: Stop.Token).ResponseAsync)).ShouldBe("voting.result_missing");
        (await Code.OfAsync(() => SealedAsync(open, 0))).ShouldBe("voting.not_closed");
        (await Code.OfAsync(() => SealedAsync(open, 64))).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Published_files_are_signed_and_name_the_bytes_that_are_read()
    {
        var round = await TestRound.OpenAsync(voting);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0, 1);
        await round.CloseAsync();
        await round.PublishAsync((await round.CountAsync()).CountId);
        var client = voting.Client();
        var id = round.Id.ToString();

        var body = await client.GetPublishedFilesAsync(new GetPublishedFilesRequest { SubBudgetId = id }, cancellationToken: Stop.Token);
        PublishedFiles.Read(body.Data.Memory, out var files, out var signature).ShouldBeNull();
        using var key = await LogKeyAsync(round);
        files.Verify(key, signature.AsSpan()).ShouldBeTrue();
        var list = await client.GetCountedListAsync(new GetCountedListRequest { SubBudgetId = id }, cancellationToken: Stop.Token);
        var document = await client.GetResultDocumentAsync(new GetResultDocumentRequest { SubBudgetId = id }, cancellationToken: Stop.Token);
        var closing = await client.GetClosingAsync(new GetClosingRequest { SubBudgetId = id }, cancellationToken: Stop.Token);
        Sha256(files, "counted-list.pb").ShouldBe(Hash(list.Data.Span));
        Sha256(files, "result.json").ShouldBe(Hash(document.Data.Span));
        Sha256(files, "closing.json").ShouldBe(Hash(closing.Data.Span));
        Sha256(files, "manifest.json").ShouldBe(Hash(await ManifestAsync(round)));
    }

    private static string Sha256(PublishedFiles files, string name) => files.Find(name)!.Sha256;

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static Voting.Log.ReceiptProof ProofOf(Receipt receipt) => new(
        [.. receipt.Proof.Signature.Span], receipt.Proof.Index, receipt.Proof.Size, [.. receipt.Proof.Path.Span]);

    private static uint HourOf(Receipt receipt) => (uint)(receipt.Hour.Seconds / 3600);

    private async Task<bool> AdvanceAsync(TestRound round)
    {
        var row = await RoundAsync(round);
        await using var scope = voting.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BallotLog>().AdvanceAsync(row.Number, Stop.Token);
    }

    /// <summary>Damages the tree that the log goes on from; the second time it repairs it.</summary>
    private async Task FlipPeaksAsync(TestRound round)
    {
        var row = await RoundAsync(round);
        await using var scope = voting.Services.CreateAsyncScope();
        var heads = scope.ServiceProvider.GetRequiredService<VotingDb>().LogHeads.Where(head => head.Round == row.Number);
        var last = await heads.OrderByDescending(head => head.Number).FirstAsync(Stop.Token);
        byte[] flipped = [(byte)(last.Peaks[0] ^ 0xFF), .. last.Peaks[1..]];
        await heads.Where(head => head.Number == last.Number).ExecuteUpdateAsync(set => set.SetProperty(head => head.Peaks, flipped), Stop.Token);
    }

    /// <summary>What the log's own writer has made of it when a minute has passed.</summary>
    private async Task<IReadOnlyList<SignedHead>> HeadsAfterAMinuteAsync(TestRound round, Func<TreeHead, bool>? enough = null)
    {
        IReadOnlyList<SignedHead> heads = [];
        await Eventually.HoldsAsync(async () =>
        {
            voting.Clock.Advance(TimeSpan.FromSeconds(20));
            heads = await HeadsAsync(round);
            return heads.Count > 0 && (enough?.Invoke(heads[^1].Head) ?? heads[^1].Head.Size > 1);
        });
        return heads;
    }

    private async Task<IReadOnlyList<SignedHead>> HeadsAsync(TestRound round)
    {
        var body = await voting.Client().GetLogHeadsAsync(new GetLogHeadsRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        return [.. body.Data.ToStringUtf8().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            SignedHead.ReadLine(Encoding.UTF8.GetBytes(line), out var head).ShouldBeNull();
            return head;
        })];
    }

    private async Task<byte[]> LeavesAsync(TestRound round, long size)
    {
        var leaves = new List<byte>();
        for (var tile = 0; tile < LogTiles.Count(size, 0); tile++)
        {
            leaves.AddRange(await TileAsync(round, 0, tile));
        }

        return [.. leaves];
    }

    private async Task<byte[]> TileAsync(TestRound round, int level, long index) =>
        (await voting.Client().GetLogTileAsync(new GetLogTileRequest { SubBudgetId = round.Id.ToString(), Level = level, Index = index }, cancellationToken: Stop.Token))
            .Data.ToByteArray();

    private async Task<byte[]> ManifestAsync(TestRound round) =>
        (await voting.Client().GetManifestDocumentAsync(new GetManifestDocumentRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token)).Data.ToByteArray();

    private async Task<ECDsa> LogKeyAsync(TestRound round)
    {
        LogSignature.TryReadKey(Manifest.Read(await ManifestAsync(round)).Terms.Keys.Log, out var key).ShouldBeTrue();
        return key!;
    }

    private async Task<RoundRow> RoundAsync(TestRound round)
    {
        await using var scope = voting.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<RoundStore>().FindAsync(round.Id, Stop.Token))!;
    }

    private async Task<ReceiptCheck> CheckAsync(Receipt receipt) =>
        await voting.Client().CheckReceiptAsync(new CheckReceiptRequest { ReceiptCode = receipt.ReceiptCode }, cancellationToken: Stop.Token);

    private async Task CosignAsync(TestRound round, Cosignature cosignature, long size) => await voting.Client().AddCosignatureAsync(
        new AddCosignatureRequest
        {
            SubBudgetId = round.Id.ToString(),
            Witness = cosignature.Witness,
            Time = cosignature.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            Signature = ByteString.CopyFrom(cosignature.Signature.AsSpan()),
            Size = size,
        },
        cancellationToken: Stop.Token);

    private async Task<byte[]> SealedAsync(TestRound round, int shard) =>
        (await voting.Client(round.Holder(Role.Auditor)).GetSealedBallotsAsync(
            new GetSealedBallotsRequest { SubBudgetId = round.Id.ToString(), Shard = shard }, cancellationToken: Stop.Token)).Data.ToByteArray();

    /// <summary>The leaves that an auditor computes, in the order of the log.</summary>
    private async Task<IEnumerable<string>> SealedLeavesAsync(TestRound round, IReadOnlyList<SignedHead> heads)
    {
        var leaves = new SortedDictionary<long, string>();
        var leaf = new byte[MerkleTree.HashLength];
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            var reader = new SealedBallotReader(new MemoryStream(await SealedAsync(round, shard)));
            while (reader.TryRead(out var ballot))
            {
                var commitment = new byte[MerkleTree.HashLength];
                Commitment.Of(ballot.Salt, ballot.Choices, commitment);
                LogEntry.HashBallot(commitment, round.Id, shard, (long)ballot.Sequence, leaf);
                leaves.Add(PlaceOf(heads, shard, (long)ballot.Sequence), Convert.ToHexString(leaf));
            }
        }

        return leaves.Values;
    }

    private static long PlaceOf(IReadOnlyList<SignedHead> heads, int shard, long sequence)
    {
        TreeHead? earlier = null;
        foreach (var head in heads)
        {
            if (head.Head.PlaceOf(earlier, shard, sequence) is { } place)
            {
                return place;
            }

            earlier = head.Head;
        }

        throw new InvalidOperationException("A sealed ballot is not in the log.");
    }
}

public sealed class EmbeddedBallotLogTests(EmbeddedVoting voting) : BallotLogTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealBallotLogTests(RealVoting voting) : BallotLogTests(voting), IClassFixture<RealVoting>;
