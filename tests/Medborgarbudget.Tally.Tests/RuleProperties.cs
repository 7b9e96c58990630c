namespace Medborgarbudget.Tally.Tests;

/// <summary>What must hold of every rule in every election.</summary>
internal static class RuleProperties
{
    /// <summary>Neither the order of ballots nor the classes they are gathered in may show in the result document.</summary>
    public static void ShouldNotDependOnItsBallots(this MadeElection made, VotingRule rule)
    {
        var single = made.Ballots.Reverse().SelectMany(ballot => Enumerable.Repeat(ballot with { Weight = 1 }, ballot.Weight));
        Json(rule, made.Build(single)).ShouldBe(Json(rule, made.Build()));
    }

    /// <summary>The winners fit the budget, each was voted for, and every project is judged.</summary>
    public static void ShouldBeSound(this MadeElection made, VotingRule rule)
    {
        var outcome = rule.Count(made.Build());
        outcome.TotalCost.ShouldBeLessThanOrEqualTo(made.Budget);
        outcome.Winners.Distinct().Count().ShouldBe(outcome.Winners.Length);
        outcome.Order.Order().ShouldBe(Enumerable.Range(0, made.Costs.Length));
        for (var project = 0; project < made.Costs.Length; project++)
        {
            var verdict = outcome.Projects[project].Verdict;
            verdict.ShouldNotBe(Verdict.None);
            (verdict == Verdict.Elected).ShouldBe(outcome.Winners.Contains(project));
            (verdict == Verdict.Elected && outcome.Support.Votes[project] == 0).ShouldBeFalse();
        }
    }

    private static byte[] Json(VotingRule rule, Election election) =>
        new ResultDocument(rule.Count(election), new string('0', 64)).ToJson();
}
