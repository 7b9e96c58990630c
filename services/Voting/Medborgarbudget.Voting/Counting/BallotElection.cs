using System.Globalization;

namespace Medborgarbudget.Voting.Counting;

/// <summary>The frozen ballot and the ballots cast, as the counting library takes them.</summary>
internal static class BallotElection
{
    private const int OreDecimals = 2;

    public static Tally.Election Build(Manifest manifest, string name, IReadOnlyList<KeyValuePair<byte[], int>> ballots)
    {
        var builder = new Tally.ElectionBuilder(VoteTypeOf(manifest.Rule.VoteType), manifest.Amount.Ore, OreDecimals);
        foreach (var item in manifest.Items)
        {
            builder.AddProject(
                item.Number.ToString(CultureInfo.InvariantCulture), item.Title, item.Cost.Ore, KeyValuePair.Create("public_id", item.ProposalId.ToString()));
        }

        foreach (var (key, value) in Meta(manifest, name))
        {
            builder.SetMeta(key, value);
        }

        foreach (var (choices, number) in ballots)
        {
            builder.AddBallot(Ballot.ReadPlaces(choices), weight: number);
        }

        return builder.Build();
    }

    public static Tally.GreedyRule RuleOf(VotingRule rule) => new()
    {
        Order = rule.CountRule == CountRule.GreedyPerCost ? Tally.GreedyOrder.VotesPerCost : Tally.GreedyOrder.Votes,
        StopsAtFirstMisfit = rule.CountRule == CountRule.GreedyNoSkip,
        Threshold = rule.VoteThreshold > 0 ? Tally.ExactDecimal.Whole(rule.VoteThreshold) : null,
    };

    /// <summary>The rule and every option, in words.</summary>
    public static string Describe(VotingRule rule)
    {
        var order = rule.CountRule switch
        {
            CountRule.Greedy => "most votes first, skip what does not fit",
            CountRule.GreedyNoSkip => "most votes first, stop at the first that does not fit",
            CountRule.GreedyPerCost => "most votes per krona first, skip what does not fit",
        };
        var threshold = rule.VoteThreshold > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; at least {rule.VoteThreshold} votes to win")
            : "";
        return $"Greedy: {order}{threshold}; ties: {Manifest.TieOrder}.";
    }

    private static Tally.VoteType VoteTypeOf(VoteType type) => type switch
    {
        VoteType.Approval => Tally.VoteType.Approval,
        VoteType.Knapsack => Tally.VoteType.Knapsack,
        VoteType.ChooseOne => Tally.VoteType.ChooseOne,
    };

    private static IEnumerable<KeyValuePair<string, string>> Meta(Manifest manifest, string name)
    {
        var rule = manifest.Rule;
        yield return KeyValuePair.Create("description", manifest.IsRehearsal ? $"{name} (rehearsal)" : name);
        yield return KeyValuePair.Create("country", "Sweden");
        yield return KeyValuePair.Create("unit", manifest.OrganisationId.ToString());
        yield return KeyValuePair.Create("instance", manifest.SubBudgetId.ToString());
        yield return KeyValuePair.Create("rule", NameOf(rule));
        yield return KeyValuePair.Create("date_begin", Date(manifest.Opens));
        yield return KeyValuePair.Create("date_end", Date(manifest.Closes));
        yield return KeyValuePair.Create("currency", "SEK");
        yield return KeyValuePair.Create("comment", $"#1: {Describe(rule)} #2: manifest {manifest.Hash()}");
        if (rule.VoteType != VoteType.ChooseOne && rule.MaxChoices > 0)
        {
            yield return KeyValuePair.Create("max_length", rule.MaxChoices.ToString(CultureInfo.InvariantCulture));
        }

        if (rule.VoteThreshold > 0)
        {
            yield return KeyValuePair.Create("min_project_score_threshold", rule.VoteThreshold.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The format has no name for votes per cost; its comment says it in words.</summary>
    private static string NameOf(VotingRule rule) => rule.CountRule switch
    {
        CountRule.Greedy => rule.VoteThreshold > 0 ? "greedy-threshold" : "greedy",
        CountRule.GreedyNoSkip => "greedy-no-skip",
        CountRule.GreedyPerCost => "greedy-custom",
    };

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
}
