using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// One count by CSTV. What is compared is rounded to 10^-15 first, as the rule tells: so much finer is the money kept that numbers
/// that are equal come out equal.
/// </summary>
internal sealed class CstvCount
{
    private static readonly BigInteger Units = BigInteger.Pow(10, CstvRule.ComparedDecimals);
    private static readonly BigInteger BeyondAll = Units * Units * Units;

    private readonly Election election;
    private readonly CstvRule rule;
    private readonly CancellationToken cancellationToken;
    private readonly Support support;
    private readonly Donations donations;
    private readonly TieOrder ties;
    private readonly ExclusiveGroups groups;
    private readonly ProjectOutcome[] outcomes;
    private readonly List<int> open = [];
    private readonly List<int> winners = [];
    private readonly Stack<int> eliminated = [];
    private long left;

    public CstvCount(Election election, CstvRule rule, CancellationToken cancellationToken)
    {
        this.cancellationToken = cancellationToken;
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

    /// <summary>How a project stands: whether it is given its cost, and what it is selected by.</summary>
    private readonly record struct Standing(bool HasItsCost, BigInteger Measure);

    private bool IsMinimal => rule.Transfer == CstvTransfer.Minimal;

    public CountOutcome Run()
    {
        Open();
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var standings = open.ToDictionary(project => project, StandingOf);
            if (Best(open.Where(project => standings[project].HasItsCost), standings) is { } funded)
            {
                Fund(funded);
            }
            else if (!IsMinimal)
            {
                Eliminate(open.Aggregate((worst, other) => Compare(worst, other, standings) < 0 ? other : worst));
            }
            else if (Best(open.Where(donations.CouldPay), standings) is { } helped)
            {
                Fund(helped);
            }
            else
            {
                break;
            }
        }

        TakeWhatFits();
        return new CountOutcome(rule, election, support, [.. winners], [.. outcomes]).InPlainOrder();
    }

    private Standing StandingOf(int project)
    {
        var cost = election.Projects[project].Cost;
        var given = donations.GivenTo(project);
        var measure = rule.Selection switch
        {
            CstvSelection.Excess => Rounded(given.Minus(ExactFraction.Whole(cost))),
            CstvSelection.SupportPerCost => cost > 0 ? Rounded(given.Over(cost)) : BeyondAll,
            CstvSelection.Support => Rounded(given),
        };
        return new Standing(Rounded(given) >= cost * Units, measure);
    }

    private static BigInteger Rounded(ExactFraction number) =>
        BigInteger.Divide((2 * number.Numerator * Units) + (number.Numerator.Sign * number.Denominator), 2 * number.Denominator);

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

    private int? Best(IEnumerable<int> projects, Dictionary<int, Standing> standings)
    {
        int? best = null;
        foreach (var project in projects)
        {
            best = best is { } other && Compare(other, project, standings) < 0 ? other : project;
        }

        return best;
    }

    /// <summary>Below zero when <paramref name="x"/> is the better project.</summary>
    private int Compare(int x, int y, Dictionary<int, Standing> standings)
    {
        var bySelection = standings[y].Measure.CompareTo(standings[x].Measure);
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
        var standings = open.ToDictionary(project => project, StandingOf);
        open.Sort((x, y) => Compare(x, y, standings));
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
