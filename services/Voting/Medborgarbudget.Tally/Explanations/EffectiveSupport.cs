using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// The measure that Wieliczka published in 2023: how much of its cost a project's supporters would have covered, had it been left
/// out, at the best moment of the run; in each round at the price level of the winner, and in the end with all they had left. A
/// winner that locks the project out is the last it is measured against. A run that does not buy the project shows all of that.
/// </summary>
internal sealed class EffectiveSupport(EqualSharesElection shares, EqualSharesRun run, int project)
{
    private readonly PurseCover cover = new(shares, run.Purses);
    private ExactFraction best = ExactFraction.Whole(0);
    private bool isLockedOut;

    /// <summary>
    /// In whole per cent, rounded down, of what a run at this endowment buys; at least 100. Before it is bought its supporters cover no
    /// more than that, so the run without it is only looked at from that <paramref name="round"/> on.
    /// </summary>
    public static long? OfBought(
        EqualSharesElection shares, EqualSharesRun run, ExactFraction endowment, int project, int round, CancellationToken cancellationToken)
    {
        var support = new EffectiveSupport(shares, run, project);
        run.Start(endowment, leftOut: project);
        while (!support.isLockedOut && run.TryBuy(out _, offer => support.NoteFrom(round, offer)))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        support.NoteEnd();
        return support.Percent is { } percent ? Math.Max(100, percent) : null;
    }

    /// <summary>In whole per cent, rounded down; null for free projects and those without payers.</summary>
    public long? Percent => shares.Voters(project) == 0 || shares.Cost(project) == 0
        ? null
        : (long)BigInteger.Min(long.MaxValue, best.Numerator * 100 / (best.Denominator * shares.Cost(project)));

    public void Note(WinningMoment moment)
    {
        if (isLockedOut)
        {
            return;
        }

        if (IsBetter(cover.At(project, moment.MostPrice * shares.Worth(project))))
        {
            // What the supporters would pay if a unit of worth cost them what it costs the winner's.
            Raise(run.History.Cover(project, moment.Price.Times(shares.Worth(project)).Over(shares.Worth(moment.Winner))));
        }

        isLockedOut = shares.Rivals(moment.Winner).Contains(project);
    }

    public void NoteEnd()
    {
        if (!isLockedOut && IsBetter(cover.All(project)))
        {
            Raise(run.History.Cover(project, null));
        }
    }

    private void NoteFrom(int round, Offer offer)
    {
        if (run.History.Rounds >= round)
        {
            Note(new WinningMoment(offer, run.History));
        }
    }

    /// <summary>False only when so many steps, which are not too few, are no more than the best so far.</summary>
    private bool IsBetter(double mostSteps) =>
        mostSteps > 0 && new BigInteger(Math.Ceiling(mostSteps)) > run.Purses.ToSteps(best.Numerator, best.Denominator);

    private void Raise(ExactFraction found) => best = found.CompareTo(best) > 0 ? found : best;
}
