using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The rules by the names that the command line has for them.</summary>
internal static class CountingRules
{
    public const string Declared = "declared";

    private static readonly OrderedDictionary<string, VotingRule> Known = new()
    {
        ["greedy"] = new GreedyRule(),
        ["greedy-no-skip"] = new GreedyRule { StopsAtFirstMisfit = true },
        ["greedy-per-cost"] = new GreedyRule { Order = GreedyOrder.VotesPerCost },
        ["phragmen"] = new PhragmenRule(),
        ["phragmen-skip"] = new PhragmenRule { SkipsWhatDoesNotFit = true },
        ["equal-shares"] = new EqualSharesRule { StartsIntegral = false, Completion = EqualSharesCompletion.None },
        ["equal-shares-add1"] = new EqualSharesRule { Completion = EqualSharesCompletion.Add1 },
        ["equal-shares-add1u"] = new EqualSharesRule(),
    };

    public static IEnumerable<string> Names => [Declared, .. Known.Keys];

    /// <summary>The rule, and what the file leaves unsaid about it; no rule when the file's own cannot be counted.</summary>
    public static (VotingRule? Rule, string? Caveat) Find(string name, Election election)
    {
        if (name != Declared)
        {
            return (Known[name], null);
        }

        var declared = DeclaredRule.Of(election);
        return (declared.Rule, declared.Caveat);
    }
}
