using System.Globalization;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Medborgarbudget.BallotLoad;

/// <summary>What the ledger of a cluster's vote holds, held against what voters were told.</summary>
internal static class LedgerOf
{
    public static VotingDb Open(BallotCluster cluster) => OpenVote.Open(cluster.Settings);

    public static Task<List<LedgerRow>> ReadAsync(BallotCluster cluster, CancellationToken cancellationToken) =>
        ReadAsync(cluster, cluster.Vote, cancellationToken);

    public static async Task<List<LedgerRow>> ReadAsync(BallotCluster cluster, OpenVote vote, CancellationToken cancellationToken)
    {
        await using var db = Open(cluster);
        return await ReadAsync(db, vote, cancellationToken);
    }

    /// <summary>The same of a vote that no cluster of ours runs.</summary>
    /// <param name="settings">Of the Voting process.</param>
    /// <param name="doubtful">Acknowledged too, but perhaps after the moment of a backup that was brought back.</param>
    public static async Task ShouldHoldExactlyAsync(
        IReadOnlyDictionary<string, string?> settings,
        OpenVote vote,
        IReadOnlyCollection<Acknowledgement> acknowledged,
        CancellationToken cancellationToken,
        params IEnumerable<Acknowledgement> doubtful)
    {
        await using var db = OpenVote.Open(settings);
        var rows = await ReadAsync(db, vote, cancellationToken);
        rows.ShouldHoldExactly([.. acknowledged, .. doubtful.Where(one => rows.Any(row => IsThat(row, one)))]);
    }

    /// <summary>
    /// Every acknowledged ballot is there as it was acknowledged, every key once, the highest version of each voter is the last one that was
    /// acknowledged, and no number of a shard is unexplained.
    /// </summary>
    public static void ShouldHoldExactly(this List<LedgerRow> rows, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        var ballots = rows.Where(row => row.Version > 0).ToList();
        var byPlace = ballots.ToDictionary(row => (row.Shard, row.Seq));
        var lost = acknowledged.Count(one => !byPlace.TryGetValue((one.Shard, one.Sequence), out var row) || !IsThat(row, one));
        lost.ShouldBe(0, "acknowledged ballots that the ledger does not hold as acknowledged");
        ballots.Count.ShouldBe(acknowledged.Count, $"versions in the ledger, one for each key that was acknowledged; beside them: {Describe(ballots, acknowledged)}");
        var told = acknowledged.GroupBy(one => Convert.ToHexString(one.Voter)).ToDictionary(voter => voter.Key, voter => voter.MaxBy(one => one.Version)!);
        foreach (var voter in ballots.GroupBy(row => Convert.ToHexString(row.Voter)))
        {
            var last = voter.MaxBy(row => row.Version)!;
            IsThat(last, told[voter.Key]).ShouldBeTrue("the ballot that counts is the last one acknowledged");
            voter.Select(row => row.Version).Order().ShouldBe(Enumerable.Range(1, voter.Count()));
        }

        foreach (var shard in rows.GroupBy(row => row.Shard))
        {
            shard.Select(row => row.Seq).Order().ShouldBe(Enumerable.Range(1, shard.Count()).Select(seq => (long)seq));
        }
    }

    /// <summary>Ballots that nobody was told of, each with the other places of its key.</summary>
    private static string Describe(List<LedgerRow> ballots, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        var told = acknowledged.Select(one => (one.Shard, one.Sequence)).ToHashSet();
        var byKey = ballots.ToLookup(row => Convert.ToHexString(row.KeyHash), PlaceOf);
        return string.Join("; ", ballots.Where(row => !told.Contains((row.Shard, row.Seq)))
            .Select(row => $"{PlaceOf(row)}, of its key: {string.Join(" and ", byKey[Convert.ToHexString(row.KeyHash)])}"));

        string PlaceOf(LedgerRow row) => string.Create(
            CultureInfo.InvariantCulture,
            $"shard {row.Shard} number {row.Seq} version {row.Version} of {ballots.Count(other => other.Voter.AsSpan().SequenceEqual(row.Voter))}");
    }

    private static Task<List<LedgerRow>> ReadAsync(VotingDb db, OpenVote vote, CancellationToken cancellationToken) =>
        db.Ledger.AsNoTracking().Where(row => row.Round == vote.Round).ToListAsync(cancellationToken);

    private static bool IsThat(LedgerRow row, Acknowledgement one) =>
        row.Version == one.Version
        && row.Voter.AsSpan().SequenceEqual(one.Voter)
        && row.Choices.AsSpan().SequenceEqual(one.Choices)
        && row.KeyHash.AsSpan().SequenceEqual(Mark.HashKey(one.Voter, one.Key));
}
