namespace Medborgarbudget.Tally;

/// <summary>Takes the payments for a project from the purses and keeps account of how far off they may be.</summary>
internal sealed class Cashier(EqualSharesElection shares, Purses purses, ExactHistory history)
{
    /// <summary>Purses that may be further off than this, of some 2^60 steps, are filled anew from exact prices.</summary>
    private const long MostError = 1L << 34;

    private long poorVoters;

    /// <summary>
    /// Takes the payments. Who is poor is clear from the purses when the price came from the filter, and is decided exactly for the
    /// few at the edge when the price is exact.
    /// </summary>
    public void Collect(in Offer offer, int round)
    {
        poorVoters = 0;
        foreach (var tier in shares.Tiers(offer.Project))
        {
            if (offer.Exact is { } price)
            {
                CollectExactly(price, tier, round);
            }
            else
            {
                CollectClearly(Payment(offer, tier.Share), tier, round);
            }
        }

        purses.AddError(offer.Exact is null ? PaymentError(offer) : 1);
    }

    public void RefillWhenFarOff()
    {
        if (purses.Error <= MostError)
        {
            return;
        }

        purses.Refill();
        for (var round = 0; round < history.Rounds; round++)
        {
            foreach (var tier in shares.Tiers(history.Bought[round]))
            {
                TakeFromUnspent(shares.Payers(tier), history.StepsPaid(round, tier.Share));
            }

            purses.AddError(1);
        }
    }

    /// <summary>Rest x share / shares of the rich, rounded down, in parts that fit 128 bits.</summary>
    private static long Payment(in Offer offer, long share)
    {
        var (whole, part) = Int128.DivRem(offer.Rest, offer.RichShares);
        return (long)((whole * share) + (part * share / offer.RichShares));
    }

    private void CollectClearly(long payment, EqualSharesElection.Tier tier, int round)
    {
        foreach (var ballotClass in shares.Payers(tier))
        {
            if (purses.IsSpent(ballotClass))
            {
                continue;
            }

            if (purses.Money(ballotClass) < payment)
            {
                Empty(ballotClass, round);
            }
            else
            {
                purses.Take(ballotClass, payment);
            }
        }
    }

    private void CollectExactly(ExactFraction price, EqualSharesElection.Tier tier, int round)
    {
        var payment = purses.ToPayment(price, tier.Share);
        foreach (var ballotClass in shares.Payers(tier))
        {
            if (purses.IsSpent(ballotClass))
            {
                continue;
            }

            if (purses.IsPoor(ballotClass, payment) ?? history.IsPoor(ballotClass, price, tier.Share))
            {
                Empty(ballotClass, round);
            }
            else
            {
                purses.Take(ballotClass, payment);
            }
        }
    }

    private void Empty(int ballotClass, int round)
    {
        poorVoters += purses.Weight(ballotClass);
        purses.Empty(ballotClass, round);
    }

    private void TakeFromUnspent(ReadOnlySpan<int> payers, long payment)
    {
        foreach (var ballotClass in payers)
        {
            if (!purses.IsSpent(ballotClass))
            {
                purses.Take(ballotClass, payment);
            }
        }
    }

    /// <summary>
    /// The poor's error shifts the price of a share by that over the shares of the rich. Two steps are for rounding down, and the
    /// floating point roundings disappear in a millionth.
    /// </summary>
    private long PaymentError(in Offer offer)
    {
        var slip = ((double)poorVoters * purses.Error) + purses.CostError;
        return (long)Math.Ceiling(slip * shares.LargestShare(offer.Project) / offer.RichShares * (1 + 1e-6)) + 2;
    }
}
