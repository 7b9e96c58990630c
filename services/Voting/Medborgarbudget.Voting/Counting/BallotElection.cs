using System.Globalization;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Voting.Counting;

/// <summary>The frozen ballot and the ballots cast, as the counting library takes them.</summary>
internal static class BallotElection
{
    /// <summary>Of a krona.</summary>
    public const int OreDecimals = 2;

    public static Tally.Election Build(Manifest manifest, string name, IReadOnlyList<KeyValuePair<byte[], int>> ballots)
    {
        var builder = new Tally.ElectionBuilder(VoteTypeOf(manifest.Rule.VoteType), manifest.Amount.Ore, OreDecimals);
        foreach (var item in manifest.Items)
        {
            builder.AddProject(
                item.Number.ToString(CultureInfo.InvariantCulture), item.Title, item.Cost.Ore, KeyValuePair.Create("public_id", item.ProposalId.ToString()));
        }

        // Nobody could choose it: the hash is fixed when the ballot is frozen, and public before anybody votes.
        builder.DrawLots(manifest.Hash());
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
        yield return KeyValuePair.Create("rule", NameOf(rule.Count));
        yield return KeyValuePair.Create(PbFormat.RuleKey, Tally.RuleJson.ToText(rule.Count));
        yield return KeyValuePair.Create("date_begin", Date(manifest.Opens));
        yield return KeyValuePair.Create("date_end", Date(manifest.Closes));
        yield return KeyValuePair.Create("currency", "SEK");
        yield return KeyValuePair.Create("comment", $"#1: {RuleWords.Of(rule.Count)} #2: manifest {manifest.Hash()}");
        if (rule.VoteType != VoteType.ChooseOne && rule.MaxChoices > 0)
        {
            yield return KeyValuePair.Create("max_length", rule.MaxChoices.ToString(CultureInfo.InvariantCulture));
        }

        if (rule.Count is Tally.GreedyRule { Threshold: { } threshold })
        {
            yield return KeyValuePair.Create("min_project_score_threshold", threshold.ToString());
        }
    }

    /// <summary>The format has names for a few rules; every option stands under <see cref="PbFormat.RuleKey"/>.</summary>
    private static string NameOf(Tally.VotingRule rule) => rule switch
    {
        Tally.GreedyRule { Order: not Tally.GreedyOrder.Votes } or Tally.GreedyRule { SizeQuotas.IsEmpty: false } => "greedy-custom",
        Tally.GreedyRule { StopsAtFirstMisfit: true } => "greedy-no-skip",
        Tally.GreedyRule { Threshold: not null } => "greedy-threshold",
        Tally.GreedyRule => "greedy",
        Tally.EqualSharesRule { Comparison: not Tally.EqualSharesComparison.None } => "equalshares/add1-comparison",
        Tally.EqualSharesRule { IsAdd1: true } => "equalshares/add1",
        Tally.EqualSharesRule => "equalshares",
        _ => rule.Name,
    };

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
}
