namespace Medborgarbudget.Tally;

/// <summary>One count by CSTV.</summary>
internal sealed class CstvCount
{
    private readonly Election election;
    private readonly CstvRule rule;
    private readonly Support support;
    private readonly Donations donations;
    private readonly TieOrder ties;
    private readonly ExclusiveGroups groups;
    private readonly ProjectOutcome[] outcomes;
    private readonly List<int> open = [];
    private readonly List<int> winners = [];
    private readonly Stack<int> eliminated = [];
    private long left;

    public CstvCount(Election election, CstvRule rule)
    {
        this.election = election;
        this.rule = rule;
        support = Support.Of(election, rule.OrdinalScoring);
        ties = new TieOrder(election, support);
        groups = new ExclusiveGroups(election, rule.ExclusiveGroups);
        outcomes = new ProjectOutcome[election.Projects.Length];
        left = election.Budget;
        donations = new Donations(
            election, rule.OrdinalScoring, project => support.LeftOut(project, rule.Threshold) == Verdict.None);
    }

    private bool IsMinimal => rule.Transfer == CstvTransfer.Minimal;

    public CountOutcome Run()
    {
        Open();
        while (open.Count > 0)
        {
            var given = open.ToDictionary(project => project, donations.GivenTo);
            if (Best(open.Where(project => given[project].CompareTo(Cost(project)) >= 0), given) is { } funded)
            {
                Fund(funded);
            }
            else if (!IsMinimal)
            {
                Eliminate(open.Aggregate((worst, other) => Compare(worst, other, given) < 0 ? other : worst));
            }
            else if (Best(open.Where(donations.CouldPay), given) is { } helped)
            {
                Fund(helped);
            }
            else
            {
                break;
            }
        }

        TakeWhatFits();
        return new CountOutcome(rule, election, support, [.. winners], [.. outcomes]);
    }

    private ExactFraction Cost(int project) => ExactFraction.Whole(election.Projects[project].Cost);

    private void Open()
    {
        for (var project = 0; project < outcomes.Length; project++)
        {
            var leftOut = support.LeftOut(project, rule.Threshold);
            if (leftOut == Verdict.None && donations.HasDonors(project))
            {
                open.Add(project);
            }
            else
            {
                outcomes[project] = new ProjectOutcome(leftOut == Verdict.None ? Verdict.NoSupport : leftOut, null);
            }
        }
    }

    private int? Best(IEnumerable<int> projects, Dictionary<int, ExactFraction> given)
    {
        int? best = null;
        foreach (var project in projects)
        {
            best = best is { } other && Compare(other, project, given) < 0 ? other : project;
        }

        return best;
    }

    /// <summary>Below zero when <paramref name="x"/> is the better project.</summary>
    private int Compare(int x, int y, Dictionary<int, ExactFraction> given)
    {
        var bySelection = rule.Selection switch
        {
            CstvSelection.Excess => given[y].Minus(Cost(y)).CompareTo(given[x].Minus(Cost(x))),
            CstvSelection.SupportPerCost => given[y].Times(election.Projects[x].Cost).CompareTo(given[x].Times(election.Projects[y].Cost)),
            CstvSelection.Support => given[y].CompareTo(given[x]),
        };
        return bySelection != 0 ? bySelection : ties.Compare(x, y);
    }

    private void Fund(int project)
    {
        donations.Pay(project);
        Close(project);
        Elect(project);
        foreach (var rival in open.FindAll(groups.IsLockedOut))
        {
            Close(rival);
            outcomes[rival] = new ProjectOutcome(Verdict.ExcludedByConflict, left);
        }
    }

    private void Eliminate(int project)
    {
        Close(project);
        eliminated.Push(project);
    }

    private void Close(int project)
    {
        open.Remove(project);
        donations.Close(project);
    }

    private void Elect(int project)
    {
        winners.Add(project);
        outcomes[project] = new ProjectOutcome(Verdict.Elected, left);
        left -= election.Projects[project].Cost;
        groups.LockOutRivals(project);
    }

    /// <summary>Judges the projects that were not funded, those first that came closest.</summary>
    private void TakeWhatFits()
    {
        var given = open.ToDictionary(project => project, donations.GivenTo);
        open.Sort((x, y) => Compare(x, y, given));
        foreach (var project in open.Concat(eliminated))
        {
            if (groups.IsLockedOut(project))
            {
                outcomes[project] = new ProjectOutcome(Verdict.ExcludedByConflict, left);
            }
            else if (!rule.TakesWhatFits || election.Projects[project].Cost > left)
            {
                outcomes[project] = new ProjectOutcome(rule.TakesWhatFits ? Verdict.DoesNotFit : Verdict.NotPaidFor, left);
            }
            else
            {
                Elect(project);
            }
        }
    }
}
