using System.Security.Cryptography;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>
/// One count: last versions from the ledger, as a stream, without those whose voter's paper card stands, and the paper cards, into the
/// counting library, and what it gives into the count's row, which also tells at any time how far it has come.
/// </summary>
internal sealed class CountRun(LedgerReader ledger, RoundStore rounds, PaperStore papers, ILogger<CountRun> logger)
{
    private static readonly Tally.GreedyRule MostVotesFirst = new();

    /// <summary>Fills in state, result and document of the row; gives the counted list, empty when the count failed.</summary>
    public async Task<byte[]> RunAsync(CountRow work, CancellationToken cancellationToken)
    {
        var round = await rounds.ReadAsync(work.Round, cancellationToken);
        var subBudget = await rounds.FindSubBudgetAsync(round.SubBudgetId, cancellationToken)
            ?? throw new InvalidOperationException("A round without its sub-budget.");
        var manifest = Manifest.Read(round.Manifest);
        var annulled = await papers.ReadAnnulledAsync(work.Round, cancellationToken);
        var (ballots, left) = await GatherAsync(work, annulled, cancellationToken);
        if (work.BallotsRead != round.Voters || left != annulled.Count || manifest.Hash() != round.ManifestHash)
        {
            logger.LogError("Count {Count}: {Read} ballots were read, {Voters} were sealed", work.Id, work.BallotsRead, round.Voters);
            (work.State, work.Failure) = (CountState.Failed, "The ledger does not hold what was sealed at the close.");
            return [];
        }

        work.Channels = await AddPaperAsync(ballots, round, left, cancellationToken);
        return Count(work, manifest, BallotElection.Build(manifest, subBudget.Name, Shuffle(ballots)), cancellationToken);
    }

    private static byte[] Count(CountRow work, Manifest manifest, Tally.Election election, CancellationToken cancellationToken)
    {
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

    /// <summary>Puts the paper cards that count with the ballots from the box; gives channels.json, null where there is nothing to tell.</summary>
    private async Task<byte[]?> AddPaperAsync(Dictionary<byte[], int> ballots, RoundRow round, int annulled, CancellationToken cancellationToken)
    {
        var settled = await papers.ListSettledAsync(round.Number, cancellationToken);
        foreach (var card in settled.Where(card => card.Reading.IsValid))
        {
            AddTo(ballots, card.Reading.Choices.ToArray());
        }

        var tallies = await papers.ListTalliesAsync(round.SubBudgetId, settled, cancellationToken);
        var channels = new ChannelsRecord(round.SubBudgetId, round.Voters ?? 0, annulled, [.. PaperTally.Joined(tallies)]);
        return channels.IsNeeded ? channels.Canonical() : null;
    }

    /// <summary>Equal ballots as one with their number: that is all that is kept of the voters, and all that memory grows with.</summary>
    /// <returns>The ballots, and how many were left out since they are annulled.</returns>
    private async Task<(Dictionary<byte[], int> Ballots, int Left)> GatherAsync(
        CountRow work, HashSet<Pseudonym> annulled, CancellationToken cancellationToken)
    {
        var ballots = new Dictionary<byte[], int>(ByteComparer.Instance);
        VersionRead? last = null;
        var left = 0;
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

        return (ballots, left);

        void Add(VersionRead ballot)
        {
            work.BallotsRead++;
            if (annulled.Count > 0 && annulled.Contains(Pseudonym.Read(ballot.Voter)))
            {
                left++;
                return;
            }

            AddTo(ballots, ballot.Choices);
        }
    }

    private static void AddTo(Dictionary<byte[], int> ballots, byte[] choices) => ballots[choices] = ballots.GetValueOrDefault(choices) + 1;

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
