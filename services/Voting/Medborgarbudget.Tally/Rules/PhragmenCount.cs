namespace Medborgarbudget.Tally;

/// <summary>
/// One count by sequential Phragmén. The load of a voter is the moment of the last purchase that she supported, so loads are kept
/// as the number of that round, and the moments, exact fractions, once for each round.
/// </summary>
internal sealed class PhragmenCount
{
    private readonly Election election;
    private readonly PhragmenRule rule;
    private readonly CancellationToken cancellationToken;
    private readonly Support support;
    private readonly Supporters supporters;
    private readonly TieOrder ties;
    private readonly ExclusiveGroups groups;
    private readonly List<int> open = [];
    private readonly List<int> winners = [];
    private readonly ProjectOutcome[] outcomes;
    private readonly ExactFraction[] paid;
    private readonly int[] lastRound;
    private readonly List<ExactFraction> moments = [ExactFraction.Whole(0)];
    private long left;

    public PhragmenCount(Election election, PhragmenRule rule, CancellationToken cancellationToken)
    {
        this.cancellationToken = cancellationToken;
        this.election = election;
        this.rule = rule;
        support = Support.Of(election, OrdinalScoring.MaxLength);
        supporters = new Supporters(election);
        ties = new TieOrder(election, support);
        groups = new ExclusiveGroups(election, rule.ExclusiveGroups);
        outcomes = new ProjectOutcome[election.Projects.Length];
        lastRound = new int[election.Ballots.Count];
        paid = new ExactFraction[election.Projects.Length];
        left = election.Budget;
    }

    public CountOutcome Run()
    {
        Open();
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (next, moment) = Next();
            if (!rule.SkipsWhatDoesNotFit && next.Exists(DoesNotFit))
            {
                Stop(next);
                break;
            }

            PassOver(next);
            if (next.Count > 0)
            {
                Buy(next.Min(ties), moment);
            }
        }

        return new CountOutcome(rule, election, support, [.. winners], [.. outcomes]).InPlainOrder();
    }

    private bool DoesNotFit(int project) => election.Projects[project].Cost > left;

    private void Open()
    {
        for (var project = 0; project < outcomes.Length; project++)
        {
            paid[project] = ExactFraction.Whole(election.Projects[project].Cost);
            var leftOut = support.LeftOut(project, rule.Threshold);
            if (leftOut == Verdict.None)
            {
                open.Add(project);
            }
            else
            {
                outcomes[project] = new ProjectOutcome(leftOut, null);
            }
        }
    }

    /// <summary>The open projects whose supporters can pay first, all that are tied, and the moment they can.</summary>
    private (List<int> Projects, ExactFraction Moment) Next()
    {
        var first = new List<int>();
        var moment = default(ExactFraction);
        foreach (var project in open)
        {
            var own = paid[project].Over(support.Votes[project]);
            var order = first.Count == 0 ? -1 : own.CompareTo(moment);
            if (order < 0)
            {
                first.Clear();
                moment = own;
            }

            if (order <= 0)
            {
                first.Add(project);
            }
        }

        return (first, moment);
    }

    private void Stop(List<int> next)
    {
        foreach (var project in open)
        {
            var isCause = next.Contains(project) && DoesNotFit(project);
            outcomes[project] = new ProjectOutcome(isCause ? Verdict.DoesNotFit : Verdict.AfterStop, left);
        }
    }

    private void PassOver(List<int> next)
    {
        foreach (var project in next.FindAll(DoesNotFit))
        {
            outcomes[project] = new ProjectOutcome(Verdict.DoesNotFit, left);
            open.Remove(project);
            next.Remove(project);
        }
    }

    private void Buy(int winner, ExactFraction moment)
    {
        outcomes[winner] = new ProjectOutcome(Verdict.Elected, left, moment);
        winners.Add(winner);
        open.Remove(winner);
        left -= election.Projects[winner].Cost;
        groups.LockOutRivals(winner);
        foreach (var rival in open.FindAll(groups.IsLockedOut))
        {
            outcomes[rival] = new ProjectOutcome(Verdict.ExcludedByConflict, left);
            open.Remove(rival);
        }

        Settle(winner, moment);
        moments.Add(moment);
    }

    /// <summary>Brings the winner's supporters to this moment, and with them the loads of every project they also support.</summary>
    private void Settle(int winner, ExactFraction moment)
    {
        var moved = new Dictionary<(int Project, int Round), long>();
        foreach (var ballotClass in supporters.Of(winner))
        {
            foreach (var project in election.Ballots.Projects(ballotClass))
            {
                var key = (project, lastRound[ballotClass]);
                moved[key] = moved.GetValueOrDefault(key) + election.Ballots.Weight(ballotClass);
            }

            lastRound[ballotClass] = moments.Count;
        }

        foreach (var ((project, round), voters) in moved)
        {
            if (outcomes[project] == default)
            {
                paid[project] = paid[project].Plus(moment.Minus(moments[round]).Times(voters));
            }
        }
    }
}
