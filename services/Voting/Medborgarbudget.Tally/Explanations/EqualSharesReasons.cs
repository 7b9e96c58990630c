using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>Explains Equal Shares from one run at the final endowment, and one without each winner.</summary>
internal sealed class EqualSharesReasons
{
    private readonly CountOutcome outcome;
    private readonly EqualSharesRule rule;
    private readonly ExactFraction endowment;
    private readonly EqualSharesElection shares;
    private readonly EqualSharesRun run;
    private readonly CancellationToken cancellationToken;
    private readonly BallotClasses ballots;

    /// <summary>For every project, the number of the round it was bought in; the number of all rounds when it was not.</summary>
    private readonly int[] roundOf;

    public EqualSharesReasons(CountOutcome outcome, EqualSharesRule rule, ExactFraction endowment, CancellationToken cancellationToken)
    {
        this.outcome = outcome;
        this.rule = rule;
        this.endowment = endowment;
        this.cancellationToken = cancellationToken;
        ballots = outcome.Election.Ballots;
        shares = new EqualSharesElection(outcome.Election, rule);
        run = new EqualSharesRun(shares);
        roundOf = new int[outcome.Projects.Length];
    }

    public Explanation Explain(IProgress<ExplanationProgress>? progress)
    {
        run.Buy(endowment, outcome.Election.Budget, cancellationToken);
        Array.Fill(roundOf, run.History.Rounds);
        for (var round = 0; round < run.History.Rounds; round++)
        {
            roundOf[run.History.Bought[round]] = round;
        }

        var rounds = outcome.Winners.Select(Round).ToImmutableArray();
        var money = Enumerable.Range(0, roundOf.Length).Select(Money).ToArray();
        var notBought = new NotBought(
            outcome, rule, shares, [.. Enumerable.Range(0, roundOf.Length).Where(project => !IsBought(project))]);
        notBought.Watch(endowment, cancellationToken);
        var another = new EqualSharesRun(shares);
        var whatIf = new WhatIf(
            outcome.Election,
            (election, project) => IsElected(new EqualSharesRun(new EqualSharesElection(election, rule)), project),
            (project, cost) => IsElected(new EqualSharesRun(shares.WithCost(project, cost), another.Purses), project));
        var projects = new List<ProjectReason>();
        for (var project = 0; project < money.Length; project++)
        {
            var verdict = outcome.Projects[project].Verdict;
            var support = IsBought(project)
                ? EffectiveSupport.OfBought(shares, another, endowment, project, roundOf[project], cancellationToken)
                : notBought.Support(project);
            var enough = verdict == Verdict.Elected ? default : whatIf.Search(project, notBought.Guess(project));
            projects.Add(new ProjectReason(project, verdict, money[project], support, enough));
            progress?.Report(new ExplanationProgress(projects.Count, money.Length));
        }

        return new Explanation(outcome, rounds, [.. projects]);
    }

    private bool IsElected(EqualSharesRun changed, int project) =>
        EqualSharesCount.IsElectedAt(changed, rule, endowment, project, cancellationToken);

    private bool IsBought(int project) => roundOf[project] < run.History.Rounds;

    private RoundReason Round(int winner)
    {
        var round = roundOf[winner];
        if (round == run.History.Rounds)
        {
            return RoundReason.ByVotes(outcome, winner);
        }

        long fully = 0, rest = 0, nothing = 0;
        foreach (var ballotClass in Payers(winner))
        {
            var spentIn = run.Purses.SpentIn(ballotClass);
            var weight = run.Purses.Weight(ballotClass);
            fully += spentIn > round ? weight : 0;
            rest += spentIn == round ? weight : 0;
            nothing += spentIn < round ? weight : 0;
        }

        var price = run.TopPayment(round);
        var isCarriedByVotes = rule.Utility != EqualSharesUtility.Points && !price.Numerator.IsZero;
        var effective = isCarriedByVotes
            ? new ExactFraction(shares.Cost(winner) * price.Denominator, price.Numerator)
            : (ExactFraction?)null;
        var payment = new SharedPayment(price, effective, fully, rest, nothing, MoneyOf(winner, round + 1).Left);
        return new RoundReason(winner, outcome.Projects[winner].MoneyLeft!.Value, payment);
    }

    private SupporterMoney Money(int project) => MoneyOf(project, roundOf[project]);

    /// <summary>Where the supporters' money went before a round.</summary>
    private SupporterMoney MoneyOf(int project, int beforeRound)
    {
        var paid = run.History.Paid(project, beforeRound);
        var voters = new long[run.History.Rounds];
        long all = 0;
        foreach (var ballotClass in Payers(project))
        {
            AddVoters(ballotClass, voters);
            all += run.Purses.Weight(ballotClass);
        }

        var spent = Enumerable.Range(0, Math.Min(beforeRound, paid.Length)).Where(round => !paid[round].IsZero)
            .Select(round => new Spending(
                run.History.Bought[round], new ExactFraction(paid[round], run.History.Denominator), voters[round]))
            .OrderByDescending(spending => spending.Amount, Comparer<ExactFraction>.Create((x, y) => x.CompareTo(y)))
            .ToImmutableArray();
        var given = endowment.Times(all);
        return new SupporterMoney(given, spent, spent.Aggregate(given, (left, spending) => left.Minus(spending.Amount)));
    }

    private void AddVoters(int ballotClass, long[] voters)
    {
        var projects = ballots.Projects(ballotClass);
        for (var place = 0; place < projects.Length; place++)
        {
            if (roundOf[projects[place]] < voters.Length && shares.Share(ballotClass, place) > 0)
            {
                voters[roundOf[projects[place]]] += run.Purses.Weight(ballotClass);
            }
        }
    }

    private IEnumerable<int> Payers(int project)
    {
        foreach (var tier in shares.Tiers(project).ToArray())
        {
            foreach (var ballotClass in shares.Payers(tier).ToArray())
            {
                yield return ballotClass;
            }
        }
    }
}
