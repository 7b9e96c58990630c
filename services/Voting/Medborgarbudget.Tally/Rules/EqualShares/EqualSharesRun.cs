namespace Medborgarbudget.Tally;

/// <summary>
/// Equal Shares at one endowment after another. A price never falls as money is spent, so a price found before is a bound: only
/// projects whose bound is not above the best price are looked at. The filter decides what it can; overlapping prices and payers at
/// the edge are decided by exact fractions, so the filter never changes an outcome.
/// </summary>
internal sealed class EqualSharesRun
{
    private readonly EqualSharesElection shares;
    private readonly Purses purses;
    private readonly PriceFilter filter;
    private readonly ExactHistory history;
    private readonly Cashier cashier;
    private readonly double[] bounds;
    private readonly int[] open;
    private int openCount;

    public EqualSharesRun(EqualSharesElection shares)
        : this(shares, new Purses(shares.Election.Ballots))
    {
    }

    /// <summary>Runs with purses that are no longer needed by another run over the same ballots.</summary>
    public EqualSharesRun(EqualSharesElection shares, Purses purses)
    {
        this.shares = shares;
        this.purses = purses;
        filter = new PriceFilter(shares, purses);
        history = new ExactHistory(shares, purses);
        cashier = new Cashier(shares, purses, history);
        bounds = new double[shares.Election.Projects.Length];
        open = new int[bounds.Length];
    }

    /// <summary>Who pays for what.</summary>
    public EqualSharesElection Shares => shares;

    /// <summary>The purses of the latest run, as they are now.</summary>
    public Purses Purses => purses;

    /// <summary>What the latest run has bought so far.</summary>
    public ExactHistory History => history;

    /// <summary>
    /// Buys until nothing can be bought, until more than <paramref name="budget"/> is spent, or until a certain project is bought.
    /// </summary>
    public EqualSharesOutcome Buy(ExactFraction endowment, Int128 budget, CancellationToken cancellationToken, int? until = null)
    {
        Start(endowment);
        Int128 cost = 0;
        cancellationToken.ThrowIfCancellationRequested();
        while (cost <= budget && TryBuy(out var project))
        {
            cancellationToken.ThrowIfCancellationRequested();
            cost += shares.Cost(project);
            if (project == until)
            {
                break;
            }
        }

        return new EqualSharesOutcome(endowment, [.. history.Bought], cost);
    }

    /// <summary>The most that a supporter paid for the winner of a round of the latest run.</summary>
    public ExactFraction TopPayment(int round) =>
        history.PriceOf(round).Times(shares.LargestShare(history.Bought[round]));

    /// <summary>Begins a run. A project can be left out of it.</summary>
    public void Start(ExactFraction endowment, int? leftOut = null)
    {
        purses.Fill(endowment);
        history.Start(endowment);
        openCount = 0;
        for (var project = 0; project < bounds.Length; project++)
        {
            if (shares.Voters(project) > 0 && project != leftOut)
            {
                bounds[project] = filter.LeastPrice(project);
                open[openCount++] = project;
            }
        }

        open.AsSpan(0, openCount).Sort((x, y) => bounds[x].CompareTo(bounds[y]));
    }

    /// <summary>Buys the next project of a run that has begun. The observer sees the offer while the money is still in the purses.</summary>
    public bool TryBuy(out int project, Action<Offer>? beforePayment = null)
    {
        project = -1;
        if (!TryNext(out var offer))
        {
            return false;
        }

        project = offer.Project;
        beforePayment?.Invoke(offer);
        Close(project);
        foreach (var rival in shares.Rivals(project))
        {
            Close(rival);
        }

        Pay(offer);
        return true;
    }

    /// <summary>Takes a project off those that are open, where it may not stand any more.</summary>
    private void Close(int project)
    {
        var place = Array.IndexOf(open, project, 0, openCount);
        if (place < 0)
        {
            return;
        }

        Array.Copy(open, place + 1, open, place, openCount - place - 1);
        openCount--;
    }

    private bool TryNext(out Offer best)
    {
        best = default;
        var isFound = false;
        var kept = 0;
        var next = 0;
        for (; next < openCount && !(isFound && bounds[open[next]] > best.High); next++)
        {
            var project = open[next];
            var kind = Look(project, isFound ? best : null, out var offer);
            if (kind == OfferKind.NotPaidFor)
            {
                continue;
            }

            open[kept++] = project;
            bounds[project] = Math.Max(bounds[project], offer.Low);
            if (kind == OfferKind.Priced && (!isFound || IsBefore(ref offer, ref best)))
            {
                (best, isFound) = (offer, true);
            }
        }

        open.AsSpan(next, openCount - next).CopyTo(open.AsSpan(kept));
        openCount -= next - kept;
        SortFirst(kept);
        return isFound;
    }

    /// <summary>Puts the first ones, whose bounds have risen, in their places again.</summary>
    private void SortFirst(int count)
    {
        for (var start = count - 1; start >= 0; start--)
        {
            var project = open[start];
            var place = start;
            for (; place + 1 < openCount && bounds[open[place + 1]] < bounds[project]; place++)
            {
                open[place] = open[place + 1];
            }

            open[place] = project;
        }
    }

    private OfferKind Look(int project, Offer? best, out Offer offer)
    {
        if (shares.Cost(project) == 0)
        {
            offer = new Offer(project, 0, 0, 0, 1, ExactFraction.Whole(0));
            return OfferKind.Priced;
        }

        var kind = filter.Look(project, bounds[project], best, out offer);
        if (kind != OfferKind.Unclear)
        {
            return kind;
        }

        if (history.Price(project) is not { } price)
        {
            return OfferKind.NotPaidFor;
        }

        offer = filter.Bound(project, price);
        return OfferKind.Priced;
    }

    private bool IsBefore(ref Offer offer, ref Offer best)
    {
        if (offer.High < best.Low || offer.Low > best.High)
        {
            return offer.High < best.Low;
        }

        offer = offer with { Exact = Exactly(offer) };
        best = best with { Exact = Exactly(best) };
        var order = offer.Exact!.Value.Over(shares.Worth(offer.Project)).CompareTo(best.Exact!.Value.Over(shares.Worth(best.Project)));
        return order < 0 || (order == 0 && shares.Ties.Compare(offer.Project, best.Project) < 0);
    }

    /// <summary>When nobody is poor the price follows from the cost alone: projects tied by votes need no history.</summary>
    private ExactFraction Exactly(in Offer offer) =>
        offer.Exact
        ?? (offer.RichShares == shares.Shares(offer.Project)
            ? new ExactFraction(shares.Cost(offer.Project), offer.RichShares)
            : history.Price(offer.Project)!.Value);

    private void Pay(in Offer offer)
    {
        if (shares.Cost(offer.Project) > 0)
        {
            cashier.Collect(offer, history.Rounds);
        }

        history.Add(offer.Project);
        cashier.RefillWhenFarOff();
    }
}

/// <summary>What Equal Shares bought at one endowment.</summary>
/// <param name="Endowment">Each voter's money, in minor units.</param>
/// <param name="Bought">The projects in order.</param>
/// <param name="Cost">Their cost together; above the budget when the run was broken off.</param>
internal sealed record EqualSharesOutcome(ExactFraction Endowment, int[] Bought, Int128 Cost);
