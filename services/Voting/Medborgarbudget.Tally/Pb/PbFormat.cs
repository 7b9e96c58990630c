using System.Collections.Immutable;
using System.Globalization;

namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// The words of the .pb format (Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa, Talmon: <i>Participatory
/// Budgeting: Data, Tools, and Analysis</i>, IJCAI 2023; pabulib.org/format).
/// </summary>
public static class PbFormat
{
    /// <summary>The metadata that every file states, in the order they are written.</summary>
    public static ImmutableArray<string> ObligatoryMeta { get; } =
    [
        "description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule",
        "date_begin", "date_end",
    ];

    /// <summary>
    /// The project column that holds drawn lots, 1 for the one that wins a draw. It is this project's own: the format keeps
    /// unknown columns and tells lots, if at all, by the order of rows.
    /// </summary>
    public const string LotColumn = "tie_lot";

    /// <summary>
    /// The metadata key that holds the rule with every option, as <see cref="RuleJson"/> writes it. It is this project's own: the
    /// format names only a handful of rules, and no options.
    /// </summary>
    public const string RuleKey = "rule_json";

    /// <summary>What the data set gives as the cost of a project that was withdrawn after the voting.</summary>
    internal static readonly ExactDecimal WithdrawnCost = ExactDecimal.Whole(999_999_999);

    /// <summary>Which of the obligatory metadata an election lacks; a file written without them breaks the format.</summary>
    public static ImmutableArray<string> MissingMeta(Election election)
    {
        ArgumentNullException.ThrowIfNull(election);
        return [.. ObligatoryFor(election.VoteType).Where(key => !IsTold(key) && string.IsNullOrEmpty(election.MetaValue(key)))];
    }

    /// <summary>Cumulative votes have one more: the sum that each voter spreads.</summary>
    internal static IEnumerable<string> ObligatoryFor(VoteType voteType) =>
        voteType == VoteType.Cumulative ? [.. ObligatoryMeta, "max_sum_points"] : ObligatoryMeta;

    /// <summary>Whether the key is told by the election itself and not kept as metadata.</summary>
    internal static bool IsTold(string key) => key is "num_projects" or "num_votes" or "budget" or "vote_type";

    /// <summary>The lot of each project, or none when the lots are the order of the projects.</summary>
    internal static string[] LotsOf(Election election)
    {
        var lots = new string[election.LotOrder.Length];
        var isDrawn = false;
        for (var place = 0; place < lots.Length; place++)
        {
            isDrawn |= election.LotOrder[place] != place;
            lots[election.LotOrder[place]] = (place + 1).ToString(CultureInfo.InvariantCulture);
        }

        return isDrawn ? lots : [];
    }

    /// <summary>The order that the lot column tells, or null when it is not there or no order of all projects.</summary>
    internal static int[]? ReadLots(IReadOnlyList<string?> lots)
    {
        var order = new int[lots.Count];
        Array.Fill(order, -1);
        for (var index = 0; index < lots.Count; index++)
        {
            if (!int.TryParse(lots[index], NumberStyles.None, CultureInfo.InvariantCulture, out var lot)
                || lot < 1 || lot > order.Length || order[lot - 1] >= 0)
            {
                return null;
            }

            order[lot - 1] = index;
        }

        return order;
    }

    internal static bool TryParseVoteType(string text, out VoteType voteType)
    {
        VoteType? known = text switch
        {
            "approval" => VoteType.Approval,
            "choose-1" => VoteType.ChooseOne,
            "cumulative" => VoteType.Cumulative,
            "ordinal" => VoteType.Ordinal,
            "scoring" => VoteType.Scoring,
            _ => null,
        };
        voteType = known ?? default;
        return known is not null;
    }

    /// <summary>The format's name of a vote type; knapsack voting is approval with a limit on the sum of costs.</summary>
    internal static string NameOf(VoteType voteType) => voteType == VoteType.Knapsack ? "approval" : voteType.WireName();
}
