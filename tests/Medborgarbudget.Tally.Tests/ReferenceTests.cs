namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// Outcomes of pabutools 1.2.3 in exact rationals over all real elections. One convention differs: it takes a project without
/// votes when money is left at the end of the walk, and we leave it out. Such a project goes last and changes nothing before it,
/// so an outcome is compared without the projects that nobody voted for, and the files where that matters are named.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly EqualSharesRule EqualSharesAtQuotient =
        new() { StartsIntegral = false, Completion = EqualSharesCompletion.None };

    [Fact]
    public void All_197_files_are_there_and_hash_to_what_the_reference_counted()
    {
        PabulibData.Elections.Count.ShouldBe(197);
        foreach (var real in PabulibData.Elections)
        {
            real.File.Sha256.ShouldBe(real.Reference.GetProperty("sha256").GetString(), real.Name);
            real.Election.Projects.Length.ShouldBe(real.Reference.GetProperty("projects").GetInt32(), real.Name);
            real.Election.Ballots.BallotCount.ShouldBe(real.Reference.GetProperty("votes").GetInt64(), real.Name);
        }
    }

    [Fact]
    public void C9_Greedy_by_votes_equals_the_reference() =>
        Compare("greedy_votes", new GreedyRule(), expected: 197).ShouldBeEmpty();

    [Fact]
    public void C9_Greedy_by_votes_per_cost_equals_the_reference_but_for_a_project_without_votes() =>
        Compare("greedy_votes_per_cost", new GreedyRule { Order = GreedyOrder.VotesPerCost }, expected: 197)
            .ShouldBe(["Poland_Krakow_2020_Wzgorza_Krzeslawickie"]);

    /// <summary>pabutools' Borda gives the last place on a ballot nothing, so that convention is counted here.</summary>
    [Fact]
    public void C9_Greedy_by_points_per_cost_equals_the_reference_but_for_a_project_without_votes() =>
        Compare(
            "greedy_points_per_cost",
            new GreedyRule { Order = GreedyOrder.PointsPerCost, OrdinalScoring = OrdinalScoring.PlacesBelow },
            expected: 60).ShouldBe(["Poland_Krakow_2020_Wzgorza_Krzeslawickie"]);

    [Fact]
    public void C9_Sequential_phragmen_equals_the_reference() =>
        Compare("phragmen", new PhragmenRule(), expected: 136).ShouldBeEmpty();

    [Fact]
    public void C9_Equal_shares_equals_the_reference() =>
        Compare("mes", EqualSharesAtQuotient, expected: 197).ShouldBeEmpty();

    [Fact]
    public void C9_Equal_shares_with_cardinality_utility_equals_the_reference() =>
        Compare("mes_cardinality", EqualSharesAtQuotient with { Utility = EqualSharesUtility.Cardinality }, expected: 197)
            .ShouldBeEmpty();

    [Fact]
    public void C9_Equal_shares_with_points_equals_the_reference() =>
        Compare(
            "mes_points",
            EqualSharesAtQuotient with { Utility = EqualSharesUtility.Points, OrdinalScoring = OrdinalScoring.PlacesBelow },
            expected: 61).ShouldBeEmpty();

    [Fact]
    public void C9_Equal_shares_completed_by_votes_equals_the_reference_but_for_a_project_without_votes() =>
        Compare("mes_greedy", EqualSharesAtQuotient with { Completion = EqualSharesCompletion.Utilitarian }, expected: 197)
            .ShouldBe(["Poland_Krakow_2020_Wzgorza_Krzeslawickie"]);

    [Fact]
    public void C9_Equal_shares_with_Add1_equals_the_reference() =>
        Compare("mes_add1u", real => Add1Of(real, EqualSharesCompletion.Add1), expected: 197, selected: "add1_selected").ShouldBeEmpty();

    [Fact]
    public void C9_Equal_shares_with_Add1_then_votes_equals_the_reference_but_for_a_project_without_votes() =>
        Compare("mes_add1u", real => Add1Of(real, EqualSharesCompletion.Add1ThenUtilitarian), expected: 197)
            .ShouldBe(["Poland_Krakow_2020_Wzgorza_Krzeslawickie"]);

    [Fact]
    public void C9_A_project_without_votes_is_found_in_one_file_and_never_elected()
    {
        var unsupported =
            from real in PabulibData.Elections
            let outcome = new GreedyRule().Count(real.Election)
            from project in Enumerable.Range(0, real.Election.Projects.Length)
            where outcome.Support.Votes[project] == 0
            select (real.Name, outcome.Projects[project].Verdict);
        unsupported.ShouldBe([("Poland_Krakow_2020_Wzgorza_Krzeslawickie", Verdict.NoSupport)]);
    }

    /// <summary>Compares every reference of a rule; gives the files where the reference took a project without votes.</summary>
    private static List<string> Compare(string rule, VotingRule counted, int expected) => Compare(rule, _ => counted, expected);

    private static EqualSharesRule Add1Of(ReferenceElection real, EqualSharesCompletion completion) => new()
    {
        HasExhaustiveStop = true,
        Increment = ExactDecimal.Whole(real.Reference.GetProperty("add1_increment").GetInt64()),
        Completion = completion,
    };

    private static List<string> Compare(
        string rule, Func<ReferenceElection, VotingRule> counted, int expected, string selected = "selected")
    {
        var different = new List<string>();
        var withUnsupported = new List<string>();
        var compared = 0;
        foreach (var real in PabulibData.Elections)
        {
            if (real.Outcome(rule, selected) is not { } reference)
            {
                continue;
            }

            compared++;
            var outcome = counted(real).Count(real.Election);
            var supported = Supported(reference, outcome);
            if (supported.Length < reference.Selected.Length)
            {
                withUnsupported.Add(real.Name);
            }
            else if (selected == "selected" && new ExactDecimal(outcome.TotalCost, real.Election.MoneyDecimals).ToString() != reference.TotalCost)
            {
                different.Add($"{real.Name}: another total cost than {reference.TotalCost}");
            }

            if (!outcome.SelectedIds.SequenceEqual(supported))
            {
                different.Add($"{real.Name}: other winners");
            }
        }

        different.ShouldBeEmpty();
        compared.ShouldBe(expected);
        return withUnsupported;
    }

    private static string[] Supported(ReferenceOutcome reference, CountOutcome outcome)
    {
        var unsupported = Enumerable.Range(0, outcome.Projects.Length)
            .Where(project => outcome.Support.Votes[project] == 0)
            .Select(project => outcome.Election.Projects[project].Id);
        return [.. reference.Selected.Except(unsupported)];
    }
}
