using System.Globalization;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting.Log;
using BallotType = Medborgarbudget.Voting.VoteType;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Counts the published list again by the manifest's rule, and holds the list against the manifest and the closing.</summary>
internal sealed class CountCheck(PublishedFolder folder, PublishedManifest manifest, FaultList faults, VerifyProgress progress)
{
    private const int OreDecimals = 2;

    /// <summary>Gives the counted list when it can be read.</summary>
    public Election? Run(ClosingRecord? closing, ChannelsRecord? channels, CancellationToken cancellationToken)
    {
        if (folder.Read(PublishedFolder.CountedList) is not { } bytes)
        {
            return null;
        }

        if (!PbReader.TryRead(bytes, out var list, out var fault))
        {
            faults.Add(new Fault(PublishedFolder.CountedList, fault.Message) { Line = fault.Line });
            return null;
        }

        CheckFindings(list.Report);
        CheckBallotPaper(list.Election);
        CheckBallots(list.Election);
        CheckNumber(list.Election.Ballots.BallotCount, closing, channels);

        Recount(list, cancellationToken);
        progress.Add(bytes.Length);
        return list.Election;
    }

    private void CheckNumber(long ballots, ClosingRecord? closing, ChannelsRecord? channels)
    {
        if (channels is not null && channels.Counted != ballots)
        {
            Add($"it has {ballots} ballots, and {PublishedFolder.Channels} {channels.Counted}");
        }

        if (channels is null && closing is not null && closing.Voters != ballots)
        {
            Add($"it has {ballots} ballots, and {PublishedFolder.Closing} {closing.Voters} voters");
        }
    }

    private void CheckFindings(PbReport report)
    {
        foreach (var finding in report.Findings.Where(finding => !IsOfTheBallotPaper(finding.Code)))
        {
            faults.Add(new Fault(PublishedFolder.CountedList, $"{finding.Code} '{finding.Value}'") { Line = finding.Line });
        }
    }

    /// <summary>What the frozen ballot itself may have.</summary>
    private static bool IsOfTheBallotPaper(PbFindingCode code) =>
        code is PbFindingCode.CostOverBudget or PbFindingCode.FreeProject or PbFindingCode.WithdrawnProject;

    private void CheckBallotPaper(Election election)
    {
        if (Ore(election.Budget, election) != manifest.AmountOre)
        {
            Add("its budget is not the pot of the manifest");
        }

        if (election.VoteType != TypeOf(manifest.VoteType))
        {
            Add("its vote type is not that of the manifest");
        }

        if (election.LotDraw?.Seed != manifest.Sha256)
        {
            Add("its lots are not drawn from the hash of the manifest");
        }

        if (election.Projects.Length != manifest.Items.Length)
        {
            Add($"it has {election.Projects.Length} projects, and the manifest {manifest.Items.Length} items");
        }

        foreach (var (project, item) in election.Projects.Zip(manifest.Items))
        {
            if (project.Id != item.Id || Ore(project.Cost, election) != item.CostOre)
            {
                Add($"project {project.Id} is not item {item.Id} of the manifest, or has another price");
            }
        }
    }

    private static long? Ore(long minorUnits, Election election) =>
        new ExactDecimal(minorUnits, election.MoneyDecimals).TryAtScale(OreDecimals, out var ore) ? ore : null;

    private static VoteType TypeOf(BallotType type) => type switch
    {
        BallotType.Approval => VoteType.Approval,
        BallotType.Knapsack => VoteType.Knapsack,
        BallotType.ChooseOne => VoteType.ChooseOne,
    };

    private void CheckBallots(Election election)
    {
        var rule = new ChoiceRule(manifest);
        for (var ballot = 0; ballot < election.Ballots.Count; ballot++)
        {
            if (!rule.Allows(election.Ballots.Projects(ballot)))
            {
                var items = string.Join(',', election.Ballots.Projects(ballot).ToArray().Select(project => election.Projects[project].Id));
                Add($"a ballot for {items} is not filled in by the manifest's rule");
            }
        }
    }

    private void Recount(PbFile list, CancellationToken cancellationToken)
    {
        if (folder.Read(PublishedFolder.Result) is not { } published)
        {
            return;
        }

        byte[] counted;
        try
        {
            counted = new ResultDocument(manifest.Rule.Count(list.Election, progress: null, cancellationToken), list.Sha256).ToJson();
        }
        catch (ArgumentException exception)
        {
            Add($"the manifest's rule cannot count it: {exception.Message}");
            return;
        }

        if (!published.AsSpan().SequenceEqual(counted))
        {
            var first = published.AsSpan().CommonPrefixLength(counted);
            faults.Add(new Fault(
                PublishedFolder.Result,
                string.Create(CultureInfo.InvariantCulture, $"it is not what {PublishedFolder.CountedList} gives by the manifest's rule: it differs from byte {first} on"))
            {
                Bytes = Fault.Range(first, published.Length - first),
            });
        }
    }

    private void Add(string what) => faults.Add(new Fault(PublishedFolder.CountedList, what));
}

/// <summary>What a ballot may hold by the manifest.</summary>
internal sealed class ChoiceRule(PublishedManifest manifest)
{
    private readonly int most = manifest.VoteType == BallotType.ChooseOne ? 1 : manifest.MaxChoices;

    /// <summary>Whether places of items are such a ballot: on it, ascending, each once, not too many, not too dear.</summary>
    public bool Allows(ReadOnlySpan<int> places)
    {
        Int128 cost = 0;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] >= manifest.Items.Length || places[i] < 0 || (i > 0 && places[i] <= places[i - 1]))
            {
                return false;
            }

            cost += manifest.Items[places[i]].CostOre;
        }

        return (most == 0 || places.Length <= most) && (manifest.VoteType != BallotType.Knapsack || cost <= manifest.AmountOre);
    }
}
