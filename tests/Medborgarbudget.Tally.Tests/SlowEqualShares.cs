namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// Equal Shares at one endowment with a purse for each single voter: the price is found by paying the poorest in full one by one.
/// No classes, no bounds, no common denominator. It checks itself that payments add up and that no purse is overdrawn.
/// </summary>
internal static class SlowEqualShares
{
    public static List<int> Winners(
        SlowElection election, EqualSharesRule rule, Fraction endowment, Func<int, SlowBallot, Fraction> utility) =>
        Run(election, rule, endowment, utility).ConvertAll(round => round.Winner);

    public static bool AreRivals(EqualSharesRule rule, int one, int other) =>
        one != other && rule.ExclusiveGroups.Any(group => group.Contains($"p{one}") && group.Contains($"p{other}"));

    /// <summary>The winners in order, with what each voter paid and the price of a unit of utility.</summary>
    public static List<(int Winner, Fraction[] Paid, Fraction Price)> Run(
        SlowElection election, EqualSharesRule rule, Fraction endowment, Func<int, SlowBallot, Fraction> utility)
    {
        var purses = Enumerable.Repeat(endowment, election.Ballots.Length).ToArray();
        var open = Enumerable.Range(0, election.Costs.Length).ToList();
        var votes = open.ConvertAll(project => election.Ballots.Count(ballot => ballot.Projects.Contains(project)));
        var winners = new List<(int Winner, Fraction[] Paid, Fraction Price)>();
        while (true)
        {
            var offers = open.Select(project => (Project: project, Price: Price(election, purses, project, utility)))
                .Where(offer => offer.Price is not null).ToList();
            if (offers.Count == 0)
            {
                return winners;
            }

            var least = offers.Min(Comparer<(int Project, Fraction? Price)>.Create((x, y) => x.Price!.Value.CompareTo(y.Price!.Value)))
                .Price!.Value;
            var winner = offers.Where(offer => offer.Price == least).Select(offer => offer.Project)
                .OrderBy(project => election.Costs[project], Comparer<Fraction>.Create((x, y) => x.CompareTo(y)))
                .ThenByDescending(project => votes[project])
                .ThenBy(project => Array.IndexOf(election.Lots, project)).First();
            winners.Add((winner, Pay(election, purses, winner, least, utility), least));
            open.RemoveAll(project => project == winner || AreRivals(rule, project, winner));
        }
    }

    private static Fraction? Price(SlowElection election, Fraction[] purses, int project, Func<int, SlowBallot, Fraction> utility)
    {
        var payers = Enumerable.Range(0, purses.Length)
            .Select(voter => (Money: purses[voter], Utility: Worth(election.Ballots[voter], project, utility)))
            .Where(payer => payer.Utility > 0)
            .OrderBy(payer => payer, Comparer<(Fraction Money, Fraction Utility)>.Create(
                (x, y) => (x.Money * y.Utility).CompareTo(y.Money * x.Utility)))
            .ToList();
        var rest = election.Costs[project];
        while (payers.Count > 0)
        {
            var sum = payers.Aggregate((Fraction)0, (total, payer) => total + payer.Utility);
            if (payers[0].Money * sum >= rest * payers[0].Utility)
            {
                return new Fraction(rest.Numerator * sum.Denominator, rest.Denominator * sum.Numerator).Reduced();
            }

            rest -= payers[0].Money;
            payers.RemoveAt(0);
        }

        return null;
    }

    private static Fraction[] Pay(
        SlowElection election, Fraction[] purses, int project, Fraction price, Func<int, SlowBallot, Fraction> utility)
    {
        Fraction paid = 0;
        var shares = new Fraction[purses.Length];
        for (var voter = 0; voter < purses.Length; voter++)
        {
            var share = price * Worth(election.Ballots[voter], project, utility);
            share = share < purses[voter] ? share : purses[voter];
            paid += share;
            shares[voter] = share;
            purses[voter] = (purses[voter] - share).Reduced();
            (purses[voter] >= 0).ShouldBeTrue();
        }

        paid.ShouldBe(election.Costs[project]);
        return shares;
    }

    private static Fraction Worth(SlowBallot ballot, int project, Func<int, SlowBallot, Fraction> utility) =>
        ballot.Projects.Contains(project) ? utility(project, ballot) : 0;
}
