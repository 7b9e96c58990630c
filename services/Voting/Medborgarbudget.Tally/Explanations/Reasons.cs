using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>One purchase.</summary>
/// <param name="Project">What was bought.</param>
/// <param name="BudgetLeft">What was left of the budget before, in minor units.</param>
/// <param name="Payment">How supporters shared the cost; null when the project was elected by votes.</param>
public sealed record RoundReason(int Project, long BudgetLeft, SharedPayment? Payment)
{
    internal static RoundReason ByVotes(CountOutcome outcome, int winner) =>
        new(winner, outcome.Projects[winner].MoneyLeft!.Value, null);
}

/// <summary>How the supporters of a winner shared its cost.</summary>
/// <param name="Price">The most that one of them paid, in minor units.</param>
/// <param name="EffectiveVotes">Cost over price: by how many full payments it was carried. Null by points and for free projects.</param>
/// <param name="PaidFully">How many voters paid their full part.</param>
/// <param name="PaidRest">How many voters paid all they had left, which was less.</param>
/// <param name="HadNothing">How many of the voters had nothing left before.</param>
/// <param name="MoneyLeft">What all of them had left afterwards, in minor units.</param>
public sealed record SharedPayment(
    ExactFraction Price, ExactFraction? EffectiveVotes, long PaidFully, long PaidRest, long HadNothing, ExactFraction MoneyLeft);

/// <summary>Why one project was elected or not.</summary>
/// <param name="Project">Its index.</param>
/// <param name="Verdict">As in the outcome.</param>
/// <param name="Money">Under Equal Shares, where its supporters' money went; else null.</param>
/// <param name="EffectiveSupport">
/// Under Equal Shares, the part of its cost, in whole per cent rounded down, that its supporters would have covered at their best
/// moment, at the price of the winner then or with all they had in the end, had it not been up; at least 100 for what they paid for, and
/// 100 for a loser only when the tie order settled it. A winner that locks it out is the last moment.
/// Null for free projects and those left out.
/// </param>
/// <param name="Enough">What would have been enough; both null for what is elected.</param>
public sealed record ProjectReason(int Project, Verdict Verdict, SupporterMoney? Money, long? EffectiveSupport, Enough Enough);

/// <summary>
/// The money of a project's supporters: for a winner until it was bought, for the others until the end. What was given is exactly
/// what was spent and what was left. All in minor units.
/// </summary>
/// <param name="Given">Their endowments together.</param>
/// <param name="Spent">What they spent, on which earlier winners; the largest first, nothing left out.</param>
/// <param name="Left">What was left.</param>
public sealed record SupporterMoney(ExactFraction Given, ImmutableArray<Spending> Spent, ExactFraction Left);

/// <summary>What a project's supporters spent on a winner.</summary>
/// <param name="Winner">The winner.</param>
/// <param name="Amount">Their payments together, in minor units.</param>
/// <param name="Voters">How many of them support the winner.</param>
public sealed record Spending(int Winner, ExactFraction Amount, long Voters);

/// <summary>
/// What would have been enough for a project to be elected, everything else unchanged. Each is found by counting the changed election
/// again. Under the greedy rule that is the rule itself. Under Equal Shares it is the rule at the same endowment for every voter,
/// new ones too, and without asking whether the whole still fits the budget: whether its supporters could pay. There, as for greedy
/// orders, more support and a lower price never hurt, so the numbers are the least change; where the rule has conditions under which
/// they could, the numbers are still enough.
/// </summary>
/// <param name="MoreSupporters">So many new ballots that name this project only, with the most points anyone gave, or null if none are.</param>
/// <param name="Cost">The highest cost at which it would have been elected, in minor units, or null when even a free project is not.</param>
public readonly record struct Enough(long? MoreSupporters, long? Cost);
