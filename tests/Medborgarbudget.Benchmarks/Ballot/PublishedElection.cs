using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>A made-up vote of any size, closed and counted, as it is published for auditors: one ballot of up to five choices a voter.</summary>
internal sealed class PublishedElection
{
    private const int Items = 20;
    private const int MostChoices = 5;
    private const int Heads = 2_000;
    private const uint Hour = 500_000;
    private static readonly SubBudgetId SubBudget = SubBudgetId.From(Guid.Parse("11111111-1111-4111-8111-111111111111"));
    private static readonly GreedyRule Rule = new();
    private readonly string _folder;
    private readonly ECDsa _key;
    private readonly long[] _ends = new long[Slot.Shards];
    private readonly ArrayBufferWriter<byte>[] _sealed = [.. Enumerable.Range(0, Slot.Shards).Select(_ => new ArrayBufferWriter<byte>())];
    private readonly ArrayBufferWriter<byte>[] _waiting = [.. Enumerable.Range(0, Slot.Shards).Select(_ => new ArrayBufferWriter<byte>())];
    private readonly ArrayBufferWriter<byte> _leaves = new();
    private readonly MerkleFrontier _tree = new();
    private readonly List<SignedHead> _heads = [];
    private readonly List<PublishedFile> _files = [];

    private PublishedElection(string folder, ECDsa key) => (_folder, _key) = (folder, key);

    /// <summary>Writes everything that is published about a vote with so many ballots into an empty folder.</summary>
    public static void Write(string folder, int ballots)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        new PublishedElection(folder, key).Write(ballots);
    }

    private void Write(int ballots)
    {
        var manifest = Manifest();
        Save("manifest.json", manifest, isListed: true);
        Append(LogEntry.ManifestLeaf(manifest));
        AddHead();
        var election = Begin(manifest);
        for (var voter = 0; voter < ballots; voter++)
        {
            election.AddBallot(Cast(voter));
            if (voter % Math.Max(1, ballots / Heads) == 0)
            {
                AddHead();
            }
        }

        Close(manifest, ballots);
        foreach (var (tile, hashes) in WholeLog.Tiles(_leaves.WrittenSpan.ToArray()))
        {
            Save(tile.Name, hashes);
        }

        Count(election.Build());
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            Save($"sealed/{shard}", _sealed[shard].WrittenSpan, isListed: true);
        }

        Save("files.json", new PublishedFiles(SubBudget, [.. _files]).Sign(_key));
    }

    private int[] Cast(int number)
    {
        Span<byte> text = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(text, number);
        var salt = SHA256.HashData(text);
        var voter = SHA256.HashData(salt)[..Pseudonym.Length];
        int[] places = [.. Enumerable.Range(0, Items).Where(item => salt[item] % 4 == 0).Take(MostChoices)];
        byte[] choices = [.. places.SelectMany(place => new byte[] { 0, (byte)place })];
        var shard = Slot.Of(Pseudonym.Read(voter)).Shard;
        var (commitment, leaf) = (new byte[MerkleTree.HashLength], new byte[MerkleTree.HashLength]);
        Commitment.Of(salt, choices, commitment);
        LogEntry.HashBallot(commitment, SubBudget, shard, ++_ends[shard], leaf);
        _waiting[shard].Write(leaf);
        SealedBallots.Write(_sealed[shard], _ends[shard], voter, 1, Hour, salt, choices);
        return places;
    }

    private void Append(ReadOnlySpan<byte> leaves)
    {
        _leaves.Write(leaves);
        _tree.Append(leaves);
    }

    private void AddHead()
    {
        foreach (var shard in _waiting)
        {
            Append(shard.WrittenSpan);
            shard.ResetWrittenCount();
        }

        _heads.Add(TreeHead.Of(SubBudget, _tree.Size, _tree.Root(), DateTimeOffset.UnixEpoch.AddMinutes(_heads.Count), _ends).Sign(_key));
    }

    private void Close(byte[] manifest, int voters)
    {
        AddHead();
        var closing = ClosingRecord.Of(SubBudget, Convert.ToHexStringLower(SHA256.HashData(manifest)), _ends, [], voters).Canonical();
        Save("closing.json", closing, isListed: true);
        Append(LogEntry.ClosingLeaf(closing));
        AddHead();
        Save("heads.jsonl", [.. _heads.SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])]);
    }

    private static ElectionBuilder Begin(byte[] manifest)
    {
        var election = new ElectionBuilder(Tally.VoteType.Approval, 1_000_000);
        for (var item = 1; item <= Items; item++)
        {
            election.AddProject(item.ToString(CultureInfo.InvariantCulture), $"Förslag {item}", CostOf(item));
        }

        election.DrawLots(Convert.ToHexStringLower(SHA256.HashData(manifest)));
        foreach (var name in (string[])["description", "country", "unit", "instance", "rule", "date_begin", "date_end"])
        {
            election.SetMeta(name, "x");
        }

        return election;
    }

    private void Count(Election election)
    {
        using var list = new MemoryStream();
        PbWriter.Write(election, list);
        Save("counted-list.pb", list.ToArray(), isListed: true);
        Save("result.json", new ResultDocument(Rule.Count(election), Convert.ToHexStringLower(SHA256.HashData(list.ToArray()))).ToJson(), isListed: true);
    }

    private void Save(string name, ReadOnlySpan<byte> content, bool isListed = false)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        if (isListed)
        {
            _files.Add(PublishedFile.Of(name, content.ToArray()));
        }
    }

    private static int CostOf(int item) => 150_000 + (1_000 * item);

    private byte[] Manifest() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        format = "medborgarbudget.manifest.v3",
        subBudget = SubBudget.Value,
        items = Enumerable.Range(1, Items).Select(item => new { number = item, title = $"Förslag {item}", costOre = CostOf(item) }),
        amountOre = 1_000_000,
        rule = new { voteType = "Approval", maxChoices = MostChoices, count = JsonDocument.Parse(RuleJson.ToText(Rule)).RootElement },
        acknowledgementLevel = "ledger",
        keys = new { log = _key.ExportSubjectPublicKeyInfo(), witnesses = Array.Empty<object>() },
    });
}
