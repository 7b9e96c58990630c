using System.Globalization;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Reads an election and fits it to what a sub-budget can hold; what had to be changed is noted, never silent.</summary>
internal sealed class ReadElection
{
    private const int OreDecimals = 2;
    private const int MostChoices = 1000;
    private const int MostItems = 2000;
    private const long MostOre = 1_000_000_000_000;

    private readonly string _path;
    private readonly PbFile _file;
    private readonly Tally.Election _election;
    private readonly List<string> _notes = [];
    private readonly int[] _kept;
    private readonly long _factor;
    private readonly bool _byDeclaredRule;

    private ReadElection(string path, PbFile file, bool byDeclaredRule)
    {
        (_path, _file, _election, _byDeclaredRule) = (path, file, file.Election, byDeclaredRule);
        CheckVoteType();
        _factor = Factor();
        _kept = [.. _election.LotOrder.Where(project => _election.Projects[project].Cost is > 0 and var cost && cost <= _election.Budget)];
        if (_kept.Length is 0 or > MostItems)
        {
            throw Bad($"{_kept.Length} projects can stand on a ballot; 1 to {MostItems} are possible.");
        }
    }

    public static async Task<RehearsedElection> FromAsync(FileInfo file, bool byDeclaredRule, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            return PbReader.TryRead(bytes, out var read, out var fault)
                ? new ReadElection(file.FullName, read, byDeclaredRule).Build()
                : throw CommandException.BadInput($"{file.FullName}: {fault}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{file.FullName} cannot be read: {exception.Message}", exception);
        }
    }

    private RehearsedElection Build()
    {
        NoteLeftOut();
        var type = TypeThatHolds();
        var counted = Fit(type, (project, _) => _election.Projects[project].Id);
        var rule = Rule();
        return new RehearsedElection(
            _path,
            _file.Sha256,
            _election.MetaValue("description") is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(_path),
            counted,
            Word(rule, counted),
            new ExpectedOutcome(rule, Fit(type, (_, place) => (place + 1).ToString(CultureInfo.InvariantCulture))),
            _file.CityOutcome is { } city ? [.. city.Selected.Select(project => _election.Projects[project].Id)] : null,
            [.. _notes]);
    }

    private void CheckVoteType()
    {
        if (_election.VoteType is not (Tally.VoteType.Approval or Tally.VoteType.Knapsack or Tally.VoteType.ChooseOne))
        {
            throw Bad($"vote type not supported yet: {_election.VoteType}. Approval, knapsack and choose-1 are.");
        }

        if (_election.Ballots.BallotCount is 0 or > 2_000_000)
        {
            throw Bad("a rehearsal has 1 to 2,000,000 ballots.");
        }
    }

    /// <summary>From the file's minor units to öre.</summary>
    private long Factor()
    {
        var factor = _election.MoneyDecimals switch { 0 => 100, 1 => 10, OreDecimals => 1, _ => 0 };
        return factor > 0 && _election.Budget > 0 && _election.Budget <= MostOre / factor
            ? factor
            : throw Bad("the budget must be above zero, at most 10,000,000,000, and without fractions of an öre.");
    }

    private void NoteLeftOut()
    {
        foreach (var project in _election.Projects.Where(project => project.Cost == 0 || project.Cost > _election.Budget))
        {
            var why = project.Cost == 0 ? "costs nothing" : "costs more than the pot";
            _notes.Add($"project {project.Id} {why} and cannot stand on a ballot: it and the marks for it are left out.");
        }
    }

    /// <param name="type">How the ballot is filled in.</param>
    /// <param name="idOf">The id of a project of the file that has this place on the ballot.</param>
    private Tally.Election Fit(Tally.VoteType type, Func<int, int, string> idOf)
    {
        var builder = new Tally.ElectionBuilder(type, _election.Budget * _factor, OreDecimals);
        var places = new Dictionary<int, int>();
        foreach (var project in _kept)
        {
            places[project] = builder.AddProject(idOf(project, places.Count), _election.Projects[project].Name, _election.Projects[project].Cost * _factor);
        }

        for (var ballotClass = 0; ballotClass < _election.Ballots.Count; ballotClass++)
        {
            var ballot = new List<int>();
            foreach (var project in _election.Ballots.Projects(ballotClass))
            {
                if (places.TryGetValue(project, out var place))
                {
                    ballot.Add(place);
                }
            }

            builder.AddBallot([.. ballot.Order()], weight: _election.Ballots.Weight(ballotClass));
        }

        return builder.Build();
    }

    /// <summary>The file's vote type, or approval where some of its ballots break that type's rule: cities counted them, so they are cast too.</summary>
    private Tally.VoteType TypeThatHolds()
    {
        var breaking = _election.VoteType switch
        {
            Tally.VoteType.Knapsack => CountBallots(ballot => Sum(ballot) > _election.Budget),
            Tally.VoteType.ChooseOne => CountBallots(ballot => ballot.Length > 1),
            _ => 0,
        };
        if (breaking == 0)
        {
            return _election.VoteType;
        }

        _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{breaking} ballots break the rule of {_election.VoteType}: the ballot is held as approval."));
        return Tally.VoteType.Approval;
    }

    /// <summary>Greedy as the file declares it, or plain; Equal Shares where it is declared and wanted.</summary>
    private Tally.VotingRule Rule()
    {
        var declared = DeclaredRule.Of(_election);
        if (declared.Rule is Tally.GreedyRule || (_byDeclaredRule && declared.Rule is Tally.EqualSharesRule { Utility: Tally.EqualSharesUtility.Cost }))
        {
            if (declared.Caveat is { } caveat)
            {
                _notes.Add($"rule {declared.Name}: {caveat}");
            }

            return declared.Rule;
        }

        _notes.Add($"the file declares the rule '{declared.Name}'; the rehearsal counts by greedy.");
        return new Tally.GreedyRule();
    }

    private VotingRule Word(Tally.VotingRule rule, Tally.Election counted)
    {
        var longest = _election.Limits.MaxLength;
        var isLimited = counted.VoteType != Tally.VoteType.ChooseOne
            && longest < _election.Projects.Length && longest <= MostChoices && CountBallots(ballot => ballot.Length > longest) == 0;
        var worded = new VotingRule
        {
            VoteType = counted.VoteType switch
            {
                Tally.VoteType.Knapsack => Contracts.Budget.V1.VoteType.Knapsack,
                Tally.VoteType.ChooseOne => Contracts.Budget.V1.VoteType.ChooseOne,
                _ => Contracts.Budget.V1.VoteType.Approval,
            },
            MaxChoices = isLimited ? longest : 0,
        };
        if (rule is Tally.EqualSharesRule shares)
        {
            (worded.CountRule, worded.EqualShares) = (CountRule.EqualShares, Word(shares));
        }
        else if (rule is Tally.GreedyRule greedy)
        {
            worded.CountRule = greedy.StopsAtFirstMisfit ? CountRule.GreedyNoSkip : CountRule.Greedy;
            worded.VoteThreshold = greedy.Threshold is { } least ? LeastWhole(least) : 0;
        }

        return worded;
    }

    /// <summary>What a file can declare; increment and comparison keep their defaults, one krona and none.</summary>
    private static EqualSharesOptions Word(Tally.EqualSharesRule shares) => new()
    {
        Utility = EqualSharesUtility.Cost,
        Completion = shares.Completion switch
        {
            Tally.EqualSharesCompletion.None => EqualSharesCompletion.None,
            Tally.EqualSharesCompletion.Utilitarian => EqualSharesCompletion.Utilitarian,
            Tally.EqualSharesCompletion.Add1 => EqualSharesCompletion.Add1,
            Tally.EqualSharesCompletion.Add1ThenUtilitarian => EqualSharesCompletion.Add1Utilitarian,
        },
        StartsExact = !shares.StartsIntegral,
        ExhaustiveStop = shares.HasExhaustiveStop,
        SupportFloor = shares.SupportFloor ?? 0,
    };

    private int LeastWhole(Tally.ExactDecimal least)
    {
        for (var votes = 0; votes <= 10_000_000; votes++)
        {
            if (Tally.ExactDecimal.Whole(votes).CompareTo(least) >= 0)
            {
                return votes;
            }
        }

        throw Bad("the threshold is above 10,000,000 votes.");
    }

    private long Sum(ReadOnlySpan<int> ballot)
    {
        long sum = 0;
        foreach (var project in ballot)
        {
            sum += _election.Projects[project].Cost;
        }

        return sum;
    }

    private long CountBallots(BallotTest breaks)
    {
        long count = 0;
        for (var ballotClass = 0; ballotClass < _election.Ballots.Count; ballotClass++)
        {
            count += breaks(_election.Ballots.Projects(ballotClass)) ? _election.Ballots.Weight(ballotClass) : 0;
        }

        return count;
    }

    private delegate bool BallotTest(ReadOnlySpan<int> ballot);

    private CommandException Bad(string why) => CommandException.BadInput($"{_path}: {why}");
}
