namespace Medborgarbudget.Tally;

/// <summary>
/// How far a count has come. How many runs there will be is not known beforehand: a rule that repeats itself stops when the budget
/// is used up, so what is spent of the budget is the best measure there is.
/// </summary>
/// <param name="Runs">How many times the rule has been run through in this count.</param>
/// <param name="Spent">What the winners of the latest run cost, in minor units; never more than the budget.</param>
/// <param name="Budget">What there is to hand out, in minor units.</param>
public readonly record struct CountProgress(int Runs, long Spent, long Budget);
