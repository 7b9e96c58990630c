using System.Buffers.Binary;
using System.Security.Cryptography;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Tally;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>
/// The auditors' stage: every sealed ballot opens its leaf, no number is missing, doubled or out of order, each voter's versions follow each
/// other, and the last ones are the counted list.
/// </summary>
internal sealed class SealedCheck(
    PublishedFolder folder, PublishedManifest manifest, IReadOnlyList<CheckedHead> heads, LogLeaves leaves, FaultList faults, VerifyProgress progress)
{
    private const int CheckEvery = 4096;

    private readonly BallotPlaces places = new(heads);
    private readonly LeafMismatches mismatches = new(manifest.SubBudgetId, heads, leaves, faults);
    private readonly ChoiceTable choices = new(manifest);
    private readonly TreeHead? last = heads.Count > 0 ? heads[^1].Head : null;

    /// <summary>Ballots read, with those that were replaced.</summary>
    public long Ballots { get; private set; }

    /// <summary>Different voters.</summary>
    public long Voters { get; private set; }

    public void Run(ClosingRecord? closing, SealedPaperCheck paper, IssuedVoters? issued, Election? list, CancellationToken cancellationToken)
    {
        var gaps = (closing?.Gaps ?? []).ToLookup(gap => gap.Shard, gap => gap.Sequence);
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            Check(new SealedShard(shard, last?.Ends[shard] ?? 0), gaps[shard], paper, issued, cancellationToken);
        }

        mismatches.Explain();
        paper.Finish(choices);
        choices.Compare(list, faults);
        if (closing is not null && closing.Voters != Voters)
        {
            faults.Add(new Fault(PublishedFolder.Closing, $"it has {closing.Voters} voters, and the sealed ballots have {Voters}"));
        }
    }

    private void Check(SealedShard shard, IEnumerable<long> gaps, SealedPaperCheck paper, IssuedVoters? issued, CancellationToken cancellationToken)
    {
        var bytes = folder.Read(shard.File) ?? [];
        var at = 0;
        while (at < bytes.Length)
        {
            if (Ballots % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (SealedBallots.TryRead(bytes.AsSpan(at), out var ballot) && ballot.Sequence >= 1 && ballot.Sequence <= (ulong)shard.End
                && !choices.IsTooLong(ballot.Choices))
            {
                Check(shard, at, ballot);
                at += ballot.Length;
                continue;
            }

            var next = shard.FindNext(bytes);
            Add(shard, (Math.Min(at, next), Math.Abs(next - at)), "these bytes are no sealed ballots with numbers of the shard");
            at = next;
        }

        TellMissing(shard, gaps);
        foreach (var voter in shard.Voters)
        {
            if (!paper.TakeAnnulled(voter.Key))
            {
                choices.CountLast(voter.Value.Choice);
            }

            if (issued is not null && !issued.Has(voter.Key))
            {
                TellStuffed(shard, voter.Value);
            }
        }

        Voters += shard.Voters.Count;
        progress.Add(bytes.Length);
    }

    private void Check(SealedShard shard, int at, SealedBallot ballot)
    {
        Ballots++;
        var sequence = (long)ballot.Sequence;
        if (shard.Take(sequence, at) is { } misplaced)
        {
            Add(shard, (at, ballot.Length), misplaced, sequence);
        }

        CheckLeaf(shard, at, ballot, sequence);
        var choice = choices.IndexOf(ballot.Choices);
        if (!choices.IsAllowed(choice))
        {
            Add(shard, (at, ballot.Length), "the ballot is not filled in by the manifest's rule", sequence);
        }

        if (shard.TakeVersion(ballot, choice) is { } wrong)
        {
            Add(shard, (at, ballot.Length), wrong, sequence);
        }
    }

    private void CheckLeaf(SealedShard shard, int at, SealedBallot ballot, long sequence)
    {
        Span<byte> commitment = stackalloc byte[MerkleTree.HashLength];
        Span<byte> leaf = stackalloc byte[MerkleTree.HashLength];
        Commitment.Of(ballot.Salt, ballot.Choices, commitment);
        LogEntry.HashBallot(commitment, manifest.SubBudgetId, shard.Number, sequence, leaf);
        if (places.Find(shard.Number, sequence) is not { } place)
        {
            Add(shard, (at, ballot.Length), "the log has no such number", sequence);
        }
        else if (!place.IsCertain || !leaves[place.Leaf].SequenceEqual(leaf))
        {
            mismatches.Add(new Mismatch(shard.Number, sequence, at, ballot.Length, place, commitment.ToArray(), leaf.ToArray()));
        }
    }

    /// <summary>Numbers that neither a ballot has nor the closing explains.</summary>
    private void TellMissing(SealedShard shard, IEnumerable<long> gaps)
    {
        foreach (var gap in gaps)
        {
            if (shard.Take(gap, at: null) is not null)
            {
                Add(shard, null, $"{PublishedFolder.Closing} says that no ballot has this number, and one has", gap);
            }
        }

        foreach (var sequence in shard.Missing())
        {
            Add(shard, null, "the ballot of this number is missing", sequence);
        }
    }

    /// <summary>Where the ballot stands is told, never the pseudonym.</summary>
    private void TellStuffed(SealedShard shard, LastVersion version) =>
        Add(shard, (version.At, version.Length), "stuffed: the voter of this ballot was never given a token", version.Sequence);

    private void Add(SealedShard shard, (int At, int Length)? bytes, string what, long? sequence = null)
    {
        var place = sequence is { } number ? places.Find(shard.Number, number) : null;
        faults.Add(new Fault(shard.File, what)
        {
            Bytes = bytes is { } record ? Fault.Range(record.At, record.Length) : null,
            Shard = shard.Number,
            Sequences = sequence is { } one ? (one, one) : null,
            Leaves = place is { IsCertain: true } certain ? (certain.Leaf, certain.Leaf) : null,
        });
    }
}

/// <summary>What is known of a voter in the shard so far: the ballot that counts.</summary>
internal readonly record struct LastVersion(uint Version, int Choice, long Sequence, int At, int Length);

/// <summary>One shard's sealed ballots while they are read: which numbers came, and every voter's last version.</summary>
/// <param name="number">Of the shard.</param>
/// <param name="end">Its last number in the log.</param>
internal sealed class SealedShard(int number, long end)
{
    private const int LookAhead = 8;

    private readonly bool[] isSeen = new bool[end + 1];
    private long lastSequence;
    private int lastAt = -1;
    private int lastFound = -1;

    public int Number => number;

    public long End => end;

    public string File { get; } = PublishedFolder.Sealed(number);

    public Dictionary<UInt128, LastVersion> Voters { get; } = [];

    /// <summary>Notes a number; gives what is wrong with it.</summary>
    /// <param name="at">Where its record begins, or null when it has none.</param>
    public string? Take(long sequence, int? at)
    {
        var fault = isSeen[sequence] ? "this number stands twice"
            : at is not null && sequence < lastSequence ? $"this number comes after number {lastSequence}"
            : null;
        isSeen[sequence] = true;
        if (at is { } place)
        {
            (lastSequence, lastAt) = (sequence, place);
        }

        return fault;
    }

    /// <summary>Notes a voter's ballot; gives what is wrong with its version or its shard.</summary>
    public string? TakeVersion(SealedBallot ballot, int choice)
    {
        var voter = BinaryPrimitives.ReadUInt128BigEndian(ballot.Voter);
        var isKnown = Voters.TryGetValue(voter, out var before);
        Voters[voter] = new LastVersion(before.Version + 1, choice, (long)ballot.Sequence, lastAt, ballot.Length);
        return !isKnown && !IsOfThisShard(ballot.Voter) ? "its voter belongs to another shard"
            : ballot.Version != before.Version + 1 ? $"it is version {ballot.Version} of its voter, after version {before.Version}"
            : null;
    }

    /// <summary>Numbers that did not come.</summary>
    public IEnumerable<long> Missing()
    {
        for (var sequence = 1L; sequence <= end; sequence++)
        {
            if (!isSeen[sequence])
            {
                yield return sequence;
            }
        }
    }

    /// <summary>
    /// Where reading can go on after bytes that are no record: at the next of the numbers that should follow. It is looked for from the last
    /// record on, since its length may be what is wrong, and never twice at the same place.
    /// </summary>
    public int FindNext(ReadOnlySpan<byte> bytes)
    {
        Span<byte> wanted = stackalloc byte[8];
        var from = Math.Min(bytes.Length, Math.Max(lastAt, lastFound) + 1);
        var found = bytes.Length;
        for (var ahead = 1; ahead <= LookAhead; ahead++)
        {
            BinaryPrimitives.WriteInt64BigEndian(wanted, lastSequence + ahead);
            var place = bytes[from..found].IndexOf(wanted);
            found = place >= 0 ? from + place : found;
        }

        return lastFound = found;
    }

    private bool IsOfThisShard(ReadOnlySpan<byte> voter) => SHA256.HashData(voter)[0] % Slot.Shards == number;
}
