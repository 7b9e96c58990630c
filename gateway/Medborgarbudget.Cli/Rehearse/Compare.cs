using Medborgarbudget.Cli.Rehearse.Casting;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>What the comparison of acknowledged and counted ballots gave.</summary>
internal sealed record Comparison(
    long Counted, long Lost, long Doubled, IReadOnlyList<string> SelectedIds, bool OutcomeAgrees, bool? CityAgrees);

/// <summary>Holds the published result and list against what was acknowledged and what the file says.</summary>
internal sealed class Compare(RehearsedElection election, RehearsalState state, CastReport cast)
{
    private readonly Dictionary<string, int> _projects =
        state.ProposalIds.Select((id, project) => (id, project)).ToDictionary(pair => pair.id, pair => pair.project);

    public Comparison With(Result result, PbFile countedList)
    {
        var selected = result.Items
            .Where(item => item.Outcome == ItemOutcome.Selected)
            .Select(item => election.Counted.Projects[_projects[item.Item.ProposalId]].Id)
            .ToList();
        var (lost, doubled) = Ballots(countedList.Election);
        return new Comparison(
            countedList.Election.Ballots.BallotCount,
            lost,
            doubled + cast.Outcomes.Count(outcome => outcome == CastOutcome.AcknowledgedAgain),
            selected,
            selected.SequenceEqual(Expected(result)) && result.Ballots == countedList.Election.Ballots.BallotCount,
            election.CityIds is { } city ? city.ToHashSet().SetEquals(selected) : null);
    }

    private IEnumerable<string> Expected(Result result) =>
        election.Expected.Winners(result.ManifestHash).Select(winner => election.Counted.Projects[winner].Id);

    /// <summary>
    /// Equal ballots are compared by their number, since the list names no voter. Those whose outcome is unknown may stand in it or not;
    /// refused ones may not.
    /// </summary>
    private (long Lost, long Doubled) Ballots(Tally.Election counted)
    {
        var listed = Listed(counted);
        var (acknowledged, unknown) = Sent();
        long lost = 0;
        long doubled = 0;
        for (var ballotClass = 0; ballotClass < acknowledged.Length; ballotClass++)
        {
            listed.Remove(Marks(election.Counted.Ballots.Projects(ballotClass), project => project), out var number);
            lost += Math.Max(0, acknowledged[ballotClass] - number);
            doubled += Math.Max(0, number - acknowledged[ballotClass] - unknown[ballotClass]);
        }

        // What is left is in the list though nobody has cast it.
        return (lost, doubled + listed.Values.Sum());
    }

    private Dictionary<string, long> Listed(Tally.Election counted)
    {
        int[] places = [.. counted.Projects.Select(project => _projects[project.Detail("public_id") ?? ""])];
        var listed = new Dictionary<string, long>();
        for (var ballotClass = 0; ballotClass < counted.Ballots.Count; ballotClass++)
        {
            var marks = Marks(counted.Ballots.Projects(ballotClass), project => places[project]);
            listed[marks] = listed.GetValueOrDefault(marks) + counted.Ballots.Weight(ballotClass);
        }

        return listed;
    }

    private (long[] Acknowledged, long[] Unknown) Sent()
    {
        var classes = election.ClassOfBallots();
        var acknowledged = new long[election.Counted.Ballots.Count];
        var unknown = new long[acknowledged.Length];
        for (var ballot = 0; ballot < classes.Length; ballot++)
        {
            var numbers = cast.Outcomes[ballot] switch
            {
                CastOutcome.Acknowledged or CastOutcome.AcknowledgedAgain => acknowledged,
                CastOutcome.Unknown => unknown,
                _ => null,
            };
            if (numbers is not null)
            {
                numbers[classes[ballot]]++;
            }
        }

        return (acknowledged, unknown);
    }

    private static string Marks(ReadOnlySpan<int> ballot, Func<int, int> placeOf)
    {
        var places = new List<int>();
        foreach (var project in ballot)
        {
            places.Add(placeOf(project));
        }

        return string.Join(',', places.Order());
    }
}
