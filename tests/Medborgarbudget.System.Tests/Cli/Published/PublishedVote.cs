using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.System.Tests.Cli.Published;

/// <summary>
/// A made-up vote with everything that is published about it, signed with keys of its own: several hundred ballots, some of them replaced, lost
/// numbers, many heads. Its ballots are the same each time, its keys are not.
/// </summary>
internal sealed class PublishedVote : IDisposable
{
    public const string WitnessName = "Ystad";
    public const int Voters = 560;
    public const int BallotsAHead = 24;

    private const int Items = 7;
    private const uint Hour = 500_000;

    private static readonly DateTimeOffset Start = new(2027, 1, 16, 8, 0, 0, TimeSpan.Zero);

    private readonly List<CastBallot> ballots = [];
    private readonly List<byte[]> leaves = [];
    private readonly MerkleFrontier frontier = new();
    private readonly List<SignedHead> heads = [];
    private readonly long[] ends = new long[Slot.Shards];
    private readonly List<Gap> gaps = [];
    private readonly HashSet<string> annulled = new(StringComparer.Ordinal);
    private readonly List<SealedCard> cards = [];
    private readonly GreedyRule rule = new();
    private int drawn;

    private PublishedVote(PublishedVote? forkOf = null, bool hasCastcheck = false)
    {
        (LogKey, WitnessKey) = forkOf is null ? (NewKey(), NewKey()) : (Copy(forkOf.LogKey), Copy(forkOf.WitnessKey));
        Files["manifest.json"] = forkOf?.Files["manifest.json"] ?? Manifest(hasCastcheck);
        Append([LogEntry.ManifestLeaf(Files["manifest.json"])]);
        AddHead();
    }

    public static SubBudgetId SubBudget { get; } = SubBudgetId.From(Guid.Parse("11111111-1111-4111-8111-111111111111"));

    public ECDsa LogKey { get; }

    public ECDsa WitnessKey { get; }

    /// <summary>What is published, by name.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<CastBallot> Ballots => ballots;

    public IReadOnlyList<SignedHead> Heads => heads;

    /// <summary>The pseudonyms that were given tokens, as Identity gives them to auditors.</summary>
    public IEnumerable<byte[]> Issued => ballots.Select(ballot => ballot.Voter)
        .DistinctBy(Convert.ToHexString).OrderBy(Convert.ToHexString, StringComparer.Ordinal);

    /// <summary>An open vote that ballots have been cast in.</summary>
    public static PublishedVote Open(int voters, bool hasCastcheck = false)
    {
        var vote = new PublishedVote(hasCastcheck: hasCastcheck);
        vote.Cast(0, voters);
        vote.Publish();
        return vote;
    }

    /// <summary>A vote that is closed and counted; a fifth of the voters changed theirs.</summary>
    /// <param name="hasCastcheck">The manifest has the member; without it, as before there was the mode, it is off.</param>
    public static PublishedVote Counted(bool hasCastcheck = false)
    {
        var vote = Open(Voters, hasCastcheck);
        vote.LoseNumber(3);
        vote.Cast(0, Voters / 5);
        vote.LoseNumber(40);
        vote.Close();
        return vote;
    }

    /// <summary>A counted vote with paper cards from two places, some of whose voters had a ballot in the box.</summary>
    public static PublishedVote CountedWithPaper()
    {
        var vote = Counted();
        foreach (var number in (int[])[7, 70, 210])
        {
            vote.annulled.Add(Convert.ToHexString(VoterOf(number)));
        }

        for (var serial = 1; serial <= 45; serial++)
        {
            vote.cards.Add(new SealedCard(
                PaperBatchId.From(Guid.Parse("22222222-2222-4222-8222-222222222222")),
                serial,
                serial % 9 == 0 ? CardReading.Invalid(InvalidGround.Unreadable) : CardReading.FromBytes([0, 0, (byte)(serial % Items)])));
        }

        vote.PutPaper();
        vote.Count(vote.LastChoices());
        return vote;
    }

    /// <summary>Writes the files about paper as the cards and the annulled are now.</summary>
    public void PutPaper(int? annulledTold = null)
    {
        PaperTally place = new(
            "", "Biblioteket", new CardNumbers(50, cards.Count, 3, 50 - 3 - cards.Count), cards.Count(card => card.Reading.IsValid), [cards.Count(card => !card.Reading.IsValid), 0, 0, 0, 0, 0, 0]);
        Files["channels.json"] = new ChannelsRecord(SubBudget, Voters, annulledTold ?? annulled.Count, [place]).Canonical();
        Files[SealedPaper.CardsFile] = SealedPaper.Write(cards);
        Files[SealedPaper.AnnulledFile] = [.. annulled.Order(StringComparer.Ordinal).SelectMany(Convert.FromHexString)];
    }

    /// <summary>Annuls another voter, or lets one count again.</summary>
    public void Annul(byte[] voter, bool isAnnulled = true) =>
        _ = isAnnulled ? annulled.Add(Convert.ToHexString(voter)) : annulled.Remove(Convert.ToHexString(voter));

    /// <summary>The paper cards, in the order of their serials.</summary>
    public IList<SealedCard> Cards => cards;

    /// <summary>Another log under the same keys: the same to a head, and then other ballots.</summary>
    public PublishedVote ForkedAt(int headsKept, int voters)
    {
        var fork = new PublishedVote(this);
        fork.Cast(0, (headsKept - 1) * BallotsAHead);
        fork.Cast(1000, voters - ((headsKept - 1) * BallotsAHead));
        fork.Publish();
        return fork;
    }

    public void Dispose()
    {
        LogKey.Dispose();
        WitnessKey.Dispose();
    }

    /// <summary>So many voters, from a number on, cast or replace their ballots.</summary>
    public void Cast(int first, int count)
    {
        for (var voter = first; voter < first + count; voter++)
        {
            Cast(voter);
            if (drawn % BallotsAHead == 0)
            {
                AddHead();
            }
        }

        AddHead();
    }

    /// <summary>Brings what is published to the present state.</summary>
    public void Publish()
    {
        Files["heads.jsonl"] = [.. heads.SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])];
        foreach (var (tile, hashes) in WholeLog.Tiles([.. leaves.SelectMany(leaf => leaf)]))
        {
            Files[tile.Name] = hashes;
        }
    }

    /// <summary>Signs the list of the files as they are now, as only who has the log's key can.</summary>
    public void SignFiles()
    {
        var listed = Files.Where(file => file.Key is "manifest.json" or "closing.json" or "counted-list.pb" or "result.json" or "channels.json"
            || file.Key.StartsWith("sealed/", StringComparison.Ordinal));
        Files["files.json"] = new PublishedFiles(SubBudget, [.. listed.Select(file => PublishedFile.Of(file.Key, file.Value))]).Sign(LogKey);
    }

    /// <summary>Makes the counted list and the result of some ballots, as only who has the log's key can.</summary>
    public void Count(IEnumerable<int[]> choices)
    {
        var builder = new ElectionBuilder(Tally.VoteType.Approval, 1_000_000);
        for (var item = 1; item <= Items; item++)
        {
            builder.AddProject(item.ToString(CultureInfo.InvariantCulture), $"Förslag {item}", 150_000 + (1_000 * item));
        }

        builder.DrawLots(Convert.ToHexStringLower(SHA256.HashData(Files["manifest.json"])));
        foreach (var (key, value) in (KeyValuePair<string, string>[])
            [new("description", "Påhittat"), new("country", "Sweden"), new("unit", "x"), new("instance", "y"), new("rule", "greedy"),
                new("date_begin", "16.01.2027"), new("date_end", "23.01.2027"), new("max_length", "3")])
        {
            builder.SetMeta(key, value);
        }

        foreach (var choice in choices)
        {
            builder.AddBallot(choice);
        }

        using var list = new MemoryStream();
        var election = builder.Build();
        PbWriter.Write(election, list);
        Files["counted-list.pb"] = list.ToArray();
        Files["result.json"] = new ResultDocument(rule.Count(election), Convert.ToHexStringLower(SHA256.HashData(list.ToArray()))).ToJson();
        SignFiles();
    }

    /// <summary>What counts: the last ballot of every voter who is not annulled, and the paper cards.</summary>
    public IEnumerable<int[]> LastChoices() =>
        ballots.GroupBy(ballot => Convert.ToHexString(ballot.Voter)).Where(voter => !annulled.Contains(voter.Key))
            .Select(ofVoter => Ballot.ReadPlaces(ofVoter.Last().Choices))
            .Concat(cards.Where(card => card.Reading.IsValid).Select(card => Ballot.ReadPlaces(card.Reading.Choices.Span)));

    /// <summary>The receipt of a ballot, signed together with others.</summary>
    public string ReceiptOf(CastBallot ballot)
    {
        var batch = new ReceiptBatch();
        foreach (var other in ballots.Take(20).Append(ballot))
        {
            batch.Add(other.Leaf, Hour, AcknowledgementLevel.Ledger);
        }

        batch.Sign(LogKey);
        var proof = batch.ProofOf(batch.Count - 1);
        return JsonSerializer.Serialize(new
        {
            leaf = ballot.Leaf,
            shard = ballot.Shard,
            sequence = ballot.Sequence.ToString(CultureInfo.InvariantCulture),
            hour = Hour,
            level = "ledger",
            signature = proof.Signature.ToArray(),
            index = proof.Index,
            size = proof.Size,
            path = proof.Path.ToArray(),
        });
    }

    /// <summary>A ballot that is acknowledged and never gets into the log.</summary>
    public CastBallot NeverLogged() => Fill(VoterOf(Voters + 1), version: 1, shard: Slot.Of(Pseudonym.Read(VoterOf(Voters + 1))).Shard, sequence: 1);

    /// <summary>Files under their names in a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (name, content) in Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static ECDsa Copy(ECDsa key) => ECDsa.Create(key.ExportParameters(includePrivateParameters: true));

    private static byte[] VoterOf(int number) => SHA256.HashData(Encoding.UTF8.GetBytes($"voter {number}"))[..Pseudonym.Length];

    private static byte[] Draw(int number) => SHA256.HashData(Encoding.UTF8.GetBytes($"draw {number}"));

    private void Cast(int number)
    {
        var voter = VoterOf(number);
        var shard = Slot.Of(Pseudonym.Read(voter)).Shard;
        var version = 1 + ballots.Count(ballot => ballot.Voter.SequenceEqual(voter));
        ballots.Add(Fill(voter, version, shard, ++ends[shard]));
    }

    private CastBallot Fill(byte[] voter, int version, int shard, long sequence)
    {
        var salt = Draw(drawn++);
        ushort[] places = [.. Enumerable.Range(0, Items).Where(item => salt[item] % 3 == 0).Take(3).Select(item => (ushort)item)];
        byte[] choices = [.. places.SelectMany(place => (byte[])[0, (byte)place])];
        var (commitment, leaf) = (new byte[32], new byte[32]);
        Commitment.Of(salt, choices, commitment);
        LogEntry.HashBallot(commitment, SubBudget, shard, sequence, leaf);
        return new CastBallot(voter, (uint)version, shard, sequence, salt, choices, leaf);
    }

    private void LoseNumber(int shard) => gaps.Add(new Gap(shard, ++ends[shard]));

    private void AddHead()
    {
        var before = heads.Count > 0 ? heads[^1].Head.Ends : [.. new long[Slot.Shards]];
        for (var shard = 0; heads.Count > 0 && shard < Slot.Shards; shard++)
        {
            for (var sequence = before[shard] + 1; sequence <= ends[shard]; sequence++)
            {
                Append([LeafOf(shard, sequence)]);
            }
        }

        SignHead();
    }

    private byte[] LeafOf(int shard, long sequence)
    {
        var leaf = new byte[32];
        LogEntry.HashGap(SubBudget, shard, sequence, leaf);
        return ballots.Find(ballot => ballot.Shard == shard && ballot.Sequence == sequence)?.Leaf ?? leaf;
    }

    private void SignHead()
    {
        var head = TreeHead.Of(SubBudget, frontier.Size, frontier.Root(), Start.AddMinutes(heads.Count), ends).Sign(LogKey);
        heads.Add(heads.Count % 3 == 1
            ? head with { Cosignatures = [Cosignature.Sign(WitnessKey, WitnessName, head.Head, Start.AddMinutes(heads.Count + 1))] }
            : head);
    }

    private void Close()
    {
        AddHead();
        var manifest = Convert.ToHexStringLower(SHA256.HashData(Files["manifest.json"]));
        Files["closing.json"] = ClosingRecord.Of(SubBudget, manifest, ends, gaps, Voters).Canonical();
        Append([LogEntry.ClosingLeaf(Files["closing.json"])]);
        SignHead();
        Publish();
        foreach (var shard in ballots.GroupBy(ballot => ballot.Shard))
        {
            var records = new ArrayBufferWriter<byte>();
            foreach (var ballot in shard.OrderBy(ballot => ballot.Sequence))
            {
                ballot.WriteTo(records, Hour);
            }

            Files[$"sealed/{shard.Key}"] = records.WrittenSpan.ToArray();
        }

        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            Files.TryAdd($"sealed/{shard}", []);
        }

        Count(LastChoices());
    }

    private void Append(IEnumerable<byte[]> more)
    {
        foreach (var leaf in more)
        {
            leaves.Add(leaf);
            frontier.Append(leaf);
        }
    }

    private byte[] Manifest(bool hasCastcheck) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        format = "medborgarbudget.manifest.v3",
        subBudget = SubBudget.Value,
        items = Enumerable.Range(1, Items).Select(item => new { number = item, title = $"Förslag {item}", costOre = 150_000 + (1_000 * item) }),
        amountOre = 1_000_000,
        rule = hasCastcheck
            ? (object)new { voteType = "Approval", maxChoices = 3, count = JsonDocument.Parse(RuleJson.ToText(rule)).RootElement, castcheck = true }
            : new { voteType = "Approval", maxChoices = 3, count = JsonDocument.Parse(RuleJson.ToText(rule)).RootElement },
        acknowledgementLevel = "ledger",
        keys = new
        {
            log = LogKey.ExportSubjectPublicKeyInfo(),
            witnesses = (object[])[new { name = WitnessName, key = WitnessKey.ExportSubjectPublicKeyInfo() }],
        },
    });
}

/// <summary>A ballot as the ledger has it.</summary>
internal sealed record CastBallot(byte[] Voter, uint Version, int Shard, long Sequence, byte[] Salt, byte[] Choices, byte[] Leaf)
{
    public void WriteTo(IBufferWriter<byte> records, uint hour) => SealedBallots.Write(records, Sequence, Voter, Version, hour, Salt, Choices);
}
