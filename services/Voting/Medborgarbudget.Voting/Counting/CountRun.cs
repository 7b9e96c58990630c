using System.Security.Cryptography;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>
/// One count: last versions from the ledger, as a stream, into the counting library, and what it gives into the count's row, which also
/// tells at any time how far it has come.
/// </summary>
internal sealed class CountRun(LedgerReader ledger, RoundStore rounds, ILogger<CountRun> logger)
{
    private static readonly Tally.GreedyRule MostVotesFirst = new();

    /// <summary>Fills in state, result and document of the row; gives the counted list, empty when the count failed.</summary>
    public async Task<byte[]> RunAsync(CountRow work, CancellationToken cancellationToken)
    {
        var round = await rounds.ReadAsync(work.Round, cancellationToken);
        var subBudget = await rounds.FindSubBudgetAsync(round.SubBudgetId, cancellationToken)
            ?? throw new InvalidOperationException("A round without its sub-budget.");
        var manifest = Manifest.Read(round.Manifest);
        var ballots = await GatherAsync(work, cancellationToken);
        if (work.BallotsRead != round.Voters || manifest.Hash() != round.ManifestHash)
        {
            logger.LogError("Count {Count}: {Read} ballots were read, {Voters} were sealed", work.Id, work.BallotsRead, round.Voters);
            (work.State, work.Failure) = (CountState.Failed, "The ledger does not hold what was sealed at the close.");
            return [];
        }

        var election = BallotElection.Build(manifest, subBudget.Name, Shuffle(ballots));
        var outcome = manifest.Rule.Count.Count(election, work.Progress(), cancellationToken);
        var compared = manifest.Rule.Count.Equals(MostVotesFirst) ? null : MostVotesFirst.Count(election);
        using var list = new MemoryStream();
        PbWriter.Write(election, list);
        var content = list.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        work.Document = new Tally.ResultDocument(outcome, hash).ToJson();
        work.Result = Google.Protobuf.MessageExtensions.ToByteArray(CountResult.Of(work, manifest, outcome, compared, hash));
        work.State = CountState.Finished;
        return content;
    }

    /// <summary>Equal ballots as one with their number: that is all that is kept of the voters, and all that memory grows with.</summary>
    private async Task<Dictionary<byte[], int>> GatherAsync(CountRow work, CancellationToken cancellationToken)
    {
        var ballots = new Dictionary<byte[], int>(ByteComparer.Instance);
        VersionRead? last = null;
        work.BallotsRead = 0;
        await foreach (var version in ledger.ReadVersions(work.Round).WithCancellation(cancellationToken))
        {
            if (last is { } earlier && !earlier.Voter.AsSpan().SequenceEqual(version.Voter))
            {
                Add(earlier);
            }

            last = version;
        }

        if (last is { } final)
        {
            Add(final);
        }

        return ballots;

        void Add(VersionRead ballot)
        {
            ballots[ballot.Choices] = ballots.GetValueOrDefault(ballot.Choices) + 1;
            work.BallotsRead++;
        }
    }

    /// <summary>
    /// The list names equal ballots one after another, in an order drawn at random: neither arrival nor pseudonym can be read from it.
    /// </summary>
    private static KeyValuePair<byte[], int>[] Shuffle(Dictionary<byte[], int> ballots)
    {
        var shuffled = ballots.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return shuffled;
    }
}
