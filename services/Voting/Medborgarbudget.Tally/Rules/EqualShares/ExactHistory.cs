using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// What a run has bought so far, exactly. It stores no money: a class that is not spent has the endowment less its payments, which
/// are its shares times the prices of the winners on its ballot. So a sum over any payers is a whole number of endowments less a
/// whole number of each price, and prices are kept as numerators over one common denominator. Nothing is worked out until the
/// filter asks.
/// </summary>
internal sealed class ExactHistory
{
    private const int NotBought = -1;

    private readonly EqualSharesElection shares;
    private readonly Purses purses;
    private readonly BallotClasses ballots;
    private readonly int[] roundOf;
    private readonly List<int> bought = [];
    private readonly List<BigInteger> prices = [];
    private BigInteger full;
    private BigInteger denominator;

    public ExactHistory(EqualSharesElection shares, Purses purses)
    {
        this.shares = shares;
        this.purses = purses;
        ballots = shares.Election.Ballots;
        roundOf = new int[shares.Election.Projects.Length];
    }

    /// <summary>How many projects are bought.</summary>
    public int Rounds => bought.Count;

    /// <summary>The projects in the order they were bought.</summary>
    public IReadOnlyList<int> Bought => bought;

    /// <summary>The common denominator of everything exact, after the rounds so far.</summary>
    public BigInteger Denominator
    {
        get
        {
            Settle();
            return denominator;
        }
    }

    public void Start(ExactFraction fromEndowment)
    {
        full = fromEndowment.Numerator;
        denominator = fromEndowment.Denominator;
        Array.Fill(roundOf, NotBought);
        bought.Clear();
        prices.Clear();
    }

    public void Add(int project)
    {
        roundOf[project] = bought.Count;
        bought.Add(project);
    }

    /// <summary>The price of a share in the winner of a round.</summary>
    public ExactFraction PriceOf(int round)
    {
        Settle();
        return new ExactFraction(prices[round], denominator);
    }

    /// <summary>What a payer with this share paid in a round, in whole steps rounded down.</summary>
    public long StepsPaid(int round, long share)
    {
        Settle();
        return (long)purses.ToSteps(prices[round] * share, denominator);
    }

    /// <summary>The price of a share in an open project now, or null when its payers have less than its cost.</summary>
    public ExactFraction? Price(int project)
    {
        Settle();
        var sum = new PayerSum(bought.Count);
        var rich = new List<(int Class, long Share)>();
        foreach (var tier in shares.Tiers(project))
        {
            foreach (var ballotClass in shares.Payers(tier))
            {
                if (!purses.IsSpent(ballotClass))
                {
                    rich.Add((ballotClass, tier.Share));
                    sum.RichShares += tier.Share * purses.Weight(ballotClass);
                }
            }
        }

        return PriceAmong(project, rich, sum);
    }

    /// <summary>
    /// What the payers of an open project would pay together at this price of a share, the poor giving all they have; all that they
    /// have without a price.
    /// </summary>
    public ExactFraction Cover(int project, ExactFraction? price)
    {
        Settle();
        var sum = new PayerSum(bought.Count);
        foreach (var tier in shares.Tiers(project))
        {
            var payment = price is { } level ? purses.ToPayment(level, tier.Share) : 0;
            foreach (var ballotClass in shares.Payers(tier))
            {
                if (purses.IsSpent(ballotClass))
                {
                    continue;
                }

                if (price is not { } most || (purses.IsPoor(ballotClass, payment) ?? IsPoor(ballotClass, most, tier.Share)))
                {
                    AddPoor(sum, ballotClass, bought.Count);
                }
                else
                {
                    sum.RichShares += tier.Share * purses.Weight(ballotClass);
                }
            }
        }

        var poor = new ExactFraction(PoorMoney(sum), denominator);
        return price is { } paid ? poor.Plus(paid.Times(sum.RichShares)) : poor;
    }

    /// <summary>
    /// What the payers of a project paid together in each round before another, as numerators over <see cref="Denominator"/>. Prices
    /// are counted, not added, so that there are few sums of large numbers.
    /// </summary>
    public BigInteger[] Paid(int project, int beforeRound)
    {
        Settle();
        var inFull = new PayerSum(bought.Count);
        var spentIn = new PayerSum?[bought.Count];
        foreach (var tier in shares.Tiers(project))
        {
            foreach (var ballotClass in shares.Payers(tier))
            {
                var end = purses.SpentIn(ballotClass);
                AddPoor(inFull, ballotClass, Math.Min(end, beforeRound));
                if (end >= 0 && end < beforeRound)
                {
                    AddPoor(spentIn[end] ??= new PayerSum(bought.Count), ballotClass, end);
                }
            }
        }

        return [.. spentIn.Select((spent, round) => (prices[round] * inFull.Paid[round]) + (spent is null ? 0 : PoorMoney(spent)))];
    }

    /// <summary>Whether a class that is not spent has less than this price for its share.</summary>
    public bool IsPoor(int ballotClass, ExactFraction price, long share)
    {
        Settle();
        return (Money(ballotClass) * price.Denominator).CompareTo(price.Numerator * share * denominator) < 0;
    }

    /// <summary>What a class has left, in minor units.</summary>
    public ExactFraction Left(int ballotClass)
    {
        Settle();
        return purses.IsSpent(ballotClass) ? ExactFraction.Whole(0) : new ExactFraction(Money(ballotClass), denominator);
    }

    /// <summary>What a class that is not spent has, as a numerator over the common denominator.</summary>
    private BigInteger Money(int ballotClass)
    {
        var money = full;
        var projects = ballots.Projects(ballotClass);
        for (var place = 0; place < projects.Length; place++)
        {
            if (roundOf[projects[place]] is not NotBought and var round && shares.Share(ballotClass, place) is > 0 and var share)
            {
                money -= prices[round] * share;
            }
        }

        return money;
    }

    private void Settle()
    {
        while (prices.Count < bought.Count)
        {
            Replay(prices.Count);
        }
    }

    /// <summary>Raises the price as long as somebody has less than her payment. Free projects cost nobody anything.</summary>
    private ExactFraction? PriceAmong(int project, List<(int Class, long Share)> rich, PayerSum sum)
    {
        if (shares.Cost(project) == 0)
        {
            return ExactFraction.Whole(0);
        }

        while (sum.RichShares > 0)
        {
            var price = new ExactFraction(RichMoney(project, sum), denominator * sum.RichShares);
            if (MovePoor(rich, price, sum) == 0)
            {
                return price;
            }
        }

        return null;
    }

    /// <summary>Moves those who have less than their payment to the poor; how many.</summary>
    private int MovePoor(List<(int Class, long Share)> rich, ExactFraction price, PayerSum sum)
    {
        // Payers come in tiers, so the payment seldom has to be worked out anew.
        var (known, payment) = (0L, 0L);
        return rich.RemoveAll(payer =>
        {
            (known, payment) = payer.Share == known ? (known, payment) : (payer.Share, purses.ToPayment(price, payer.Share));
            var isPoor = purses.IsPoor(payer.Class, payment) ?? IsPoor(payer.Class, price, payer.Share);
            if (isPoor)
            {
                AddPoor(sum, payer.Class, bought.Count);
                sum.RichShares -= payer.Share * purses.Weight(payer.Class);
            }

            return isPoor;
        });
    }

    private void AddPoor(PayerSum sum, int ballotClass, int rounds)
    {
        long weight = purses.Weight(ballotClass);
        sum.PoorVoters += weight;
        var projects = ballots.Projects(ballotClass);
        for (var place = 0; place < projects.Length; place++)
        {
            var round = roundOf[projects[place]];
            if (round != NotBought && round < rounds && shares.Share(ballotClass, place) is > 0 and var share)
            {
                sum.Paid[round] += weight * share;
            }
        }
    }

    /// <summary>What the rich pay together, as a numerator over the common denominator.</summary>
    private BigInteger RichMoney(int project, PayerSum sum) => (shares.Cost(project) * denominator) - PoorMoney(sum);

    private BigInteger PoorMoney(PayerSum sum)
    {
        var money = full * sum.PoorVoters;
        for (var round = 0; round < sum.Paid.Length; round++)
        {
            if (sum.Paid[round] > 0)
            {
                money -= prices[round] * sum.Paid[round];
            }
        }

        return money;
    }

    /// <summary>Works out the price in a round that is over, told by who was spent before it and in it.</summary>
    private void Replay(int round)
    {
        var project = bought[round];
        var sum = new PayerSum(round);
        foreach (var tier in shares.Tiers(project))
        {
            foreach (var ballotClass in shares.Payers(tier))
            {
                var spentIn = purses.SpentIn(ballotClass);
                if (spentIn == round)
                {
                    AddPoor(sum, ballotClass, round);
                }
                else if (spentIn > round)
                {
                    sum.RichShares += tier.Share * purses.Weight(ballotClass);
                }
            }
        }

        Append(RichMoney(project, sum), Math.Max(1, sum.RichShares));
    }

    /// <summary>The fraction is only reduced by what the divisor has in common: that is quick, and enough to keep numbers short.</summary>
    private void Append(BigInteger numerator, long divisor)
    {
        var common = BigInteger.GreatestCommonDivisor(numerator, divisor);
        var factor = divisor / common;
        denominator *= factor;
        full *= factor;
        for (var round = 0; round < prices.Count; round++)
        {
            prices[round] *= factor;
        }

        prices.Add(numerator / common);
    }

    /// <summary>The poor among some payers and the shares of the others.</summary>
    private sealed class PayerSum(int rounds)
    {
        /// <summary>By round, how many prices the poor have paid together.</summary>
        public long[] Paid { get; } = new long[rounds];

        public long PoorVoters { get; set; }

        public long RichShares { get; set; }
    }
}
