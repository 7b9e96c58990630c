using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// The money of all voters during one count by CSTV. A voter always divides her money over her open projects in proportion to her
/// points, so her money and those points are all there is to keep: transfers move nothing else. Money is whole numbers of the unit
/// that <see cref="CstvRule"/> tells.
/// </summary>
internal sealed class Donations
{
    private readonly Election election;
    private readonly (int Class, long Points)[][] donors;
    private readonly long[] openPoints;
    private readonly BigInteger[] money;
    private readonly BigInteger unit;

    public Donations(Election election, OrdinalScoring scoring, Func<int, bool> isOpen)
    {
        this.election = election;
        var ballots = election.Ballots;
        unit = BigInteger.Pow(10, CstvRule.MoneyDecimals) * Math.Max(1, ballots.BallotCount);
        openPoints = new long[ballots.Count];
        money = new BigInteger[ballots.Count];
        Array.Fill(money, election.Budget * BigInteger.Pow(10, CstvRule.MoneyDecimals));
        var gathered = election.Projects.Select(_ => new List<(int, long)>()).ToArray();
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            var chosen = ballots.Projects(ballotClass);
            for (var place = 0; place < chosen.Length; place++)
            {
                if (isOpen(chosen[place]) && Support.PointsOf(election, scoring, ballotClass, place) is > 0 and var points)
                {
                    gathered[chosen[place]].Add((ballotClass, points));
                    openPoints[ballotClass] += points;
                }
            }
        }

        donors = [.. gathered.Select(list => list.ToArray())];
    }

    public bool HasDonors(int project) => donors[project].Length > 0;

    /// <summary>What the project is given, in minor units.</summary>
    public ExactFraction GivenTo(int project) =>
        Rates(project).Aggregate(
            ExactFraction.Whole(0), (sum, rate) => sum.Plus(new ExactFraction(rate.Money * rate.Points, unit * rate.Of)));

    /// <summary>Whether the donors of the project, with all their money, could pay for it.</summary>
    public bool CouldPay(int project)
    {
        BigInteger together = 0;
        foreach (var (ballotClass, _) in donors[project])
        {
            together += money[ballotClass] * election.Ballots.Weight(ballotClass);
        }

        return together >= election.Projects[project].Cost * unit;
    }

    /// <summary>
    /// Lets the donors pay the cost: each the same multiple of what she gives to the project, at the most all she has. They could
    /// pay it.
    /// </summary>
    public void Pay(int project)
    {
        var multiple = Multiple(project);
        foreach (var (ballotClass, points) in donors[project])
        {
            var own = money[ballotClass];
            var paid = own * multiple.Numerator * points / (multiple.Denominator * openPoints[ballotClass]);
            money[ballotClass] = BigInteger.Max(0, own - paid);
        }
    }

    /// <summary>Takes the project off the list: its donors' money is divided over their other projects.</summary>
    public void Close(int project)
    {
        foreach (var (ballotClass, points) in donors[project])
        {
            openPoints[ballotClass] -= points;
        }
    }

    /// <summary>The number that what each donor gives is multiplied by, so that the payments are the cost.</summary>
    private ExactFraction Multiple(int project)
    {
        var rest = ExactFraction.Whole(election.Projects[project].Cost * unit);
        var rates = Rates(project);
        rates.Sort((x, y) => ((Int128)y.Points * x.Of).CompareTo((Int128)x.Points * y.Of));
        var given = rates.Aggregate(
            ExactFraction.Whole(0), (sum, rate) => sum.Plus(new ExactFraction(rate.Money * rate.Points, rate.Of)));
        foreach (var (points, of, sum) in rates)
        {
            // Whoever gives the project the largest part of her money runs out of it first.
            if (given.Numerator.IsZero || rest.Times(points).CompareTo(given.Times(of)) <= 0)
            {
                break;
            }

            rest = rest.Minus(ExactFraction.Whole(sum));
            given = given.Minus(new ExactFraction(sum * points, of));
        }

        return given.Numerator.IsZero
            ? given
            : new ExactFraction(rest.Numerator * given.Denominator, rest.Denominator * given.Numerator);
    }

    /// <summary>The money of the project's donors by the part of it, points of all open points, that they give to the project.</summary>
    private List<(long Points, long Of, BigInteger Money)> Rates(int project)
    {
        var sums = new Dictionary<(long, long), BigInteger>();
        foreach (var (ballotClass, points) in donors[project])
        {
            var key = (points, openPoints[ballotClass]);
            sums[key] = sums.GetValueOrDefault(key) + (money[ballotClass] * election.Ballots.Weight(ballotClass));
        }

        return [.. sums.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))];
    }
}
