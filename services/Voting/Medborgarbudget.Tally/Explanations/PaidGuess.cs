namespace Medborgarbudget.Tally;

/// <summary>
/// Guesses from one run that does not buy a project what would have been enough for its supporters to pay for it. In every round they
/// would have to cover its cost at the price level of the winner, or in the end with all they have. Rounded and without regard to ties:
/// counting decides, and a close guess saves counts.
/// </summary>
/// <param name="payers">Who pays for what, the support floor left aside.</param>
internal sealed class PaidGuess(EqualSharesElection payers, EqualSharesRun run, EqualSharesRule rule, int project)
{
    private readonly PurseCover cover = new(payers, run.Purses);
    private readonly double share = Math.Max(1, payers.LargestShare(project));
    private double supporters = double.PositiveInfinity;
    private double cost;
    private bool isLockedOut;

    /// <summary>A minor unit in steps.</summary>
    private double Unit => Math.ScaleB(1, run.Purses.Scale);

    public void Note(WinningMoment moment)
    {
        if (isLockedOut)
        {
            return;
        }

        var price = moment.MostPrice * payers.Worth(project);
        NoteSupporters(cover.At(project, price), Math.Min(run.Purses.Full, price * share));
        NoteCost(moment.MostPrice);
        isLockedOut = payers.Rivals(moment.Winner).Contains(project);
    }

    /// <summary>The guess, once the run is over.</summary>
    public Enough AtEnd()
    {
        if (!isLockedOut)
        {
            NoteSupporters(cover.All(project), run.Purses.Full);
            cost = Math.Max(cost, cover.All(project) / Unit);
        }

        KeepAboveFloor();
        return new Enough(Whole(Math.Ceiling(supporters)), Whole(Math.Floor(cost)));
    }

    /// <summary>Below zero only for a project that is left out before the count, whose supporters could pay many times over.</summary>
    private static long? Whole(double number) => number < long.MaxValue ? (long)Math.Max(0, number) : null;

    private void NoteSupporters(double covered, double newcomerPays)
    {
        if (newcomerPays > 0)
        {
            supporters = Math.Min(supporters, ((payers.Cost(project) * Unit) - covered) / newcomerPays);
        }
    }

    /// <summary>
    /// By cost utility a lower cost lowers what the supporters pay at the same price. Those who are poor at a cost that is too high are
    /// a bound for it, so the cost falls to what they and the others cover until nobody is poor any more.
    /// </summary>
    private void NoteCost(double price)
    {
        if (rule.Utility != EqualSharesUtility.Cost)
        {
            cost = Math.Max(cost, cover.At(project, price) / Unit);
            return;
        }

        if (cover.At(project, price * cost) < cost * Unit)
        {
            return;
        }

        double most = payers.Cost(project);
        for (var known = double.PositiveInfinity; most > cost && most < known;)
        {
            var (poorMoney, richShares) = cover.Part(project, price * most);
            known = most;
            most = Unit > price * richShares ? Math.Min(known, poorMoney / (Unit - (price * richShares))) : known;
        }

        cost = Math.Max(cost, most);
    }

    /// <summary>The new supporters are ballots too, of which the floor asks a part.</summary>
    private void KeepAboveFloor()
    {
        if (rule.SupportFloor is { } floor)
        {
            var budgets = (double)floor * payers.Election.Budget;
            double ballots = payers.Election.Ballots.BallotCount, votes = payers.Support.Votes[project];
            var lacking = (payers.Cost(project) * ballots) - (budgets * votes);
            supporters = lacking > 0 && budgets > payers.Cost(project)
                ? Math.Max(supporters, lacking / (budgets - payers.Cost(project)))
                : supporters;
            cost = Math.Min(cost, budgets * votes / ballots);
        }
    }
}
