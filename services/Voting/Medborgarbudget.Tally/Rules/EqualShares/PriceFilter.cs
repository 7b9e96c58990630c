namespace Medborgarbudget.Tally;

/// <summary>
/// Prices projects from the purses, as an interval that provably holds the exact price, or says that it cannot tell.
/// <para>
/// Why it is right. For any part A of the payers the price of a share is at least (cost - money of A) / (shares of the others),
/// since A can pay no more than all it has; so every parting gives a lower bound, also for the rest of the run, as money only
/// shrinks. When in addition everyone in A has less than her payment and nobody else has, the quotient is the price. The purses'
/// error moves the quotient by at most (voters of A x error) / shares. Sums are whole numbers; from them to the interval there are
/// fewer than eight roundings of 2^-53 each, and <see cref="Rounding"/> allows for sixteen times as many.
/// </para>
/// </summary>
internal sealed class PriceFilter(EqualSharesElection shares, Purses purses)
{
    private const double Rounding = 1.0 / (1L << 46);

    /// <summary>Thresholds are set this much below a price, so that those under one are poor without doubt.</summary>
    private const double Slack = 1.0 / (1L << 30);

    /// <summary>A quotient whose error is a larger part of it than this is left to exact fractions.</summary>
    private const double MostSlip = 1.0 / (1L << 12);

    private const double MostThreshold = 1L << 62;

    private readonly long[] thresholds = new long[shares.MostTiers];
    private readonly long[] leastRich = new long[shares.MostTiers];
    private Int128 rest;
    private long richShares;
    private double slip;

    /// <summary>
    /// Looks at a project whose price is known not to be below <paramref name="known"/>. It is looked at no closer than it takes
    /// to see that it is dearer than <paramref name="best"/>; then, and when it is priced, the offer carries the better bound.
    /// </summary>
    public OfferKind Look(int project, double known, Offer? best, out Offer offer)
    {
        if (best is { } rival)
        {
            Part(project, rival.High);
            if (AreAllPoor)
            {
                offer = default;
                return OfferKind.NotPaidFor;
            }

            if (IsQuotientClear && Quotient(project) is var above && above.Low > rival.High)
            {
                offer = above;
                return OfferKind.TooDear;
            }
        }

        return LookClosely(project, known, out offer);
    }

    /// <summary>A price that a project's cannot be below, whatever happens in a run that begins now.</summary>
    public double LeastPrice(int project) =>
        (double)purses.ToSteps(shares.Cost(project)) / ((double)shares.Shares(project) * shares.Worth(project)) * (1 - Rounding);

    /// <summary>An exact price of a share as an offer.</summary>
    public Offer Bound(int project, ExactFraction price)
    {
        var steps = (double)purses.ToSteps(price.Numerator, price.Denominator);
        var worth = (double)shares.Worth(project);
        return new Offer(project, steps / worth * (1 - Rounding), (steps + 1) / worth * (1 + Rounding), 0, 0, price);
    }

    /// <summary>Whether all payers are below the thresholds and have less than the cost together.</summary>
    private bool AreAllPoor => richShares == 0 && (double)rest > slip;

    private bool IsQuotientClear => richShares > 0 && rest > 0 && slip < (double)rest * MostSlip;

    private OfferKind LookClosely(int project, double known, out Offer offer)
    {
        offer = new Offer(project, known, double.PositiveInfinity, 0, 0, null);
        for (var low = known; ; low = offer.Low)
        {
            Part(project, low);
            if (richShares == 0)
            {
                return AreAllPoor ? OfferKind.NotPaidFor : OfferKind.Unclear;
            }

            if (!IsQuotientClear)
            {
                return OfferKind.Unclear;
            }

            offer = Quotient(project);
            if (IsPrice(project, offer))
            {
                return OfferKind.Priced;
            }

            if (!IsAnyonePoorer(project, offer.Low))
            {
                return OfferKind.Unclear;
            }
        }
    }

    /// <summary>Parts the payers where a price per worth would leave them with about nothing.</summary>
    private void Part(int project, double price)
    {
        rest = purses.ToSteps(shares.Cost(project));
        richShares = 0;
        long richVoters = 0;
        var tiers = shares.Tiers(project);
        for (var i = 0; i < tiers.Length; i++)
        {
            thresholds[i] = Threshold(project, tiers[i], price);
            var parting = purses.Part(shares.Payers(tiers[i]), thresholds[i]);
            rest -= parting.PoorMoney;
            richShares += parting.RichVoters * tiers[i].Share;
            richVoters += parting.RichVoters;
            leastRich[i] = parting.LeastRich;
        }

        slip = ((double)(shares.Voters(project) - richVoters) * purses.Error) + purses.CostError;
    }

    private Offer Quotient(int project)
    {
        double divisor = (double)richShares * shares.Worth(project);
        var sum = (double)rest;
        return new Offer(
            project, (sum - slip) / divisor * (1 - Rounding), (sum + slip) / divisor * (1 + Rounding), rest, richShares, null);
    }

    /// <summary>Whether the poor are poor and the others are not at every price within the offer.</summary>
    private bool IsPrice(int project, in Offer offer)
    {
        var tiers = shares.Tiers(project);
        for (var i = 0; i < tiers.Length; i++)
        {
            var share = (double)shares.Worth(project) * tiers[i].Share;
            if (((double)thresholds[i] + purses.Error) * (1 + Rounding) > offer.Low * share
                || ((double)leastRich[i] - purses.Error) * (1 - Rounding) < offer.High * share)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAnyonePoorer(int project, double price)
    {
        var tiers = shares.Tiers(project);
        for (var i = 0; i < tiers.Length; i++)
        {
            if (leastRich[i] < Threshold(project, tiers[i], price))
            {
                return true;
            }
        }

        return false;
    }

    private long Threshold(int project, EqualSharesElection.Tier tier, double price)
    {
        var payment = price * shares.Worth(project) * tier.Share * (1 - Slack);
        return payment >= MostThreshold ? 1L << 62 : Math.Max(0, (long)payment - (4 * purses.Error));
    }
}
