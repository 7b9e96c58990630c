using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// The measure that Wieliczka published in 2023: how much of its cost a project's supporters would have covered, had it been left
/// out, at the best moment of the run; in each round at the price level of the winner, and in the end with all they had left. A
/// winner that locks the project out is the last it is measured against.
/// </summary>
internal sealed class EffectiveSupport(EqualSharesElection shares, ExactFraction endowment)
{
    private readonly EqualSharesRun run = new(shares);

    /// <summary>In whole per cent, rounded down; null for free projects and those without payers.</summary>
    public long? Of(int project, bool isBought, CancellationToken cancellationToken)
    {
        if (shares.Voters(project) == 0 || shares.Cost(project) == 0)
        {
            return null;
        }

        var best = ExactFraction.Whole(0);
        run.Start(endowment, leftOut: project);
        var isLockedOut = false;
        while (!isLockedOut && run.TryBuy(out var winner, winner => Raise(ref best, AtLevelOf(winner, project))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            isLockedOut = shares.Rivals(winner).Contains(project);
        }

        if (!isLockedOut)
        {
            Raise(ref best, run.History.Cover(project, null));
        }

        var percent = (long)BigInteger.Min(long.MaxValue, best.Numerator * 100 / (best.Denominator * shares.Cost(project)));
        return isBought ? Math.Max(100, percent) : percent;
    }

    private static void Raise(ref ExactFraction best, ExactFraction cover) => best = cover.CompareTo(best) > 0 ? cover : best;

    /// <summary>What the project's supporters would pay if a unit of worth cost them what it costs the winner's.</summary>
    private ExactFraction AtLevelOf(int winner, int project) =>
        run.History.Cover(project, run.History.Price(winner)!.Value.Times(shares.Worth(project)).Over(shares.Worth(winner)));
}
