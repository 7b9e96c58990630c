using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Tally.Pb;

/// <summary>The rule that a file declares, as far as it can be counted.</summary>
/// <param name="Name">What stands under <c>rule</c>; empty when nothing does.</param>
/// <param name="Rule">The rule with its options, or null when the file does not say enough or the rule is not offered.</param>
/// <param name="Caveat">What the file leaves unsaid about the rule, or null when <paramref name="Rule"/> is all of it.</param>
public sealed record DeclaredRule(string Name, VotingRule? Rule, string? Caveat)
{
    /// <summary>
    /// Reads the declaration. Cities order by what their ballots carry: points where voters give or rank them, else votes. A
    /// declared threshold holds for every greedy rule. The custom rule in use (Poznań) funds until a project does not fit, and
    /// then may add that project with money from elsewhere, which <see cref="CityOutcome.FundedOtherwise"/> tells apart. Where the
    /// file holds the rule with every option (<see cref="PbFormat.RuleKey"/>) that is the one.
    /// </summary>
    public static DeclaredRule Of(Election election)
    {
        ArgumentNullException.ThrowIfNull(election);
        var name = election.MetaValue("rule") ?? "";
        if (InFull(election.MetaValue(PbFormat.RuleKey)) is { } exact)
        {
            return new DeclaredRule(name, exact, null);
        }

        var greedy = new GreedyRule
        {
            Order = election.VoteType is VoteType.Cumulative or VoteType.Ordinal or VoteType.Scoring
                ? GreedyOrder.Points
                : GreedyOrder.Votes,
            Threshold = Threshold(election),
        };
        return name switch
        {
            "greedy" => new DeclaredRule(name, greedy, null),
            "greedy-threshold" => new DeclaredRule(
                name, greedy, greedy.Threshold is null ? "The threshold is not stated." : null),
            "greedy-no-skip" => new DeclaredRule(name, greedy with { StopsAtFirstMisfit = true }, null),
            "greedy-exclusive" => new DeclaredRule(name, greedy, "Which projects exclude each other is not stated."),
            "greedy-custom" => new DeclaredRule(
                name, greedy with { StopsAtFirstMisfit = true }, "The rule is told in words only; its first part is read as no-skip."),
            "equalshares" => new DeclaredRule(name, Equal(EqualSharesCompletion.None), null),
            "equalshares/add1" => new DeclaredRule(name, Equal(EqualSharesCompletion.Add1), null),
            "equalshares/add1-comparison" => new DeclaredRule(
                name, Equal(EqualSharesCompletion.Add1), "The comparison with greedy is left out."),
            "unknown" or "" => new DeclaredRule(name, null, "The rule is not known."),
            _ => new DeclaredRule(name, null, "The rule is not among those that can be counted."),
        };
    }

    private static VotingRule? InFull(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return RuleJson.TryRead(document.RootElement, out var rule) ? rule : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static EqualSharesRule Equal(EqualSharesCompletion completion) =>
        new() { StartsIntegral = completion != EqualSharesCompletion.None, Completion = completion };

    private static ExactDecimal? Threshold(Election election) =>
        election.MetaValue("min_project_score_threshold") is { } text
        && ExactDecimal.Parse(Encoding.UTF8.GetBytes(text), out var threshold) == NumberReading.Number
            ? threshold
            : null;
}
