using System.CommandLine;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The command <c>mb recount</c> with its options.</summary>
internal static class RecountCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Elections or counted lists, .pb files (Pabulib), or folders of them.", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Rule = MakeRule();

    private static readonly Option<string[]> RuleJson = new("--rule-json")
    {
        Description = "Count by this rule: the object that result documents and frozen manifests hold under \"rule\", or a file with it. Options "
            + "left out have their defaults. For what has no options of its own here: pots, size quotas, priority for places.",
        HelpName = "TEXT|@FILE",
    };

    private static readonly Option<bool> Compare = new("--compare")
    {
        Description = "Count by several rules and show them side by side: those named by --rule and --rule-json, repeated, else the usual ones. Shows also "
            + "how many voters gain or lose against the first rule.",
    };

    private static readonly Option<string?> Explain = new("--explain")
    {
        Description = "Tell why this project was elected or not.", HelpName = "PROJECT",
    };

    private static readonly Option<string?> LotSeed = MakeLotSeed();

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print each result document, or comparison, as one line of JSON; of several files each line names its file.",
    };

    public static Command Create()
    {
        var command = new Command(
            "recount",
            "Counts published ballots again, without any server, by the rule that each file declares or by the one that is named. "
            + "Exit code 0: every file was counted. 1: a count was given up because it would take too much memory. 2: an option cannot be used, "
            + "or a file not be read or counted; the other files are counted all the same. 130: cancelled.")
        {
            Files, Rule, RuleJson,
        };
        foreach (var option in RuleOptions.All)
        {
            command.Options.Add(option);
        }

        command.Options.Add(LotSeed);
        command.Options.Add(Compare);
        command.Options.Add(Explain);
        command.Options.Add(Json);
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<string[]> MakeRule()
    {
        var option = new Option<string[]>("--rule")
        {
            Description = $"The rule to count by: {string.Join(", ", CountingRules.Names)}. Left out: the rule that the file declares.",
            HelpName = "RULE",
        };
        option.AcceptOnlyFromAmong([.. CountingRules.Names]);
        return option;
    }

    private static Option<string?> MakeLotSeed()
    {
        var option = new Option<string?>("--lot-seed")
        {
            Description = "Draw the lots that settle the last ties from this public seed: SHA-256 of seed, newline and project id, ascending. Left out: "
                + "the lots of the file, else its order of projects.",
            HelpName = "TEXT",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length == 0 || token.Value.Trim() != token.Value))
            {
                result.AddError("--lot-seed is a text without outer blanks.");
            }
        });
        return option;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var names = parsed.GetValue(Rule) ?? [];
        var published = parsed.GetValue(RuleJson) ?? [];
        var options = new RuleOptions(parsed);
        var wanted = new WantedOutput(parsed.GetValue(Json), parsed.GetValue(Compare), parsed.GetValue(Explain), parsed.GetValue(LotSeed));
        var files = new ElectionFiles(parsed.GetValue(Files) ?? []);
        Check(names, published, options, wanted, files);
        VotingRule[] rules = [.. CountingRules.Of(names, options), .. published.Select(PublishedRule.Read)];
        var configuration = parsed.InvocationConfiguration;
        return new Recounting(files, rules, wanted, configuration.Output, configuration.Error).RunAsync(cancellationToken);
    }

    private static void Check(string[] names, string[] published, RuleOptions options, WantedOutput wanted, ElectionFiles files)
    {
        var problem = names.Length == 0 && options.Given.FirstOrDefault() is { } option
                ? published.Length > 0
                    ? $"{option.Name} needs --rule: --rule-json holds every option itself."
                    : $"{option.Name} needs --rule: without it each file is counted by the rule that it declares."
            : names.Length + published.Length > 1 && !wanted.IsComparison ? "Several rules need --compare."
            : wanted.Explained is not null && (wanted.IsComparison || wanted.IsJson) ? "--explain goes neither with --compare nor with --json."
            : wanted.Explained is not null && files.Paths.Count != 1 ? "--explain needs exactly one file."
            : null;
        if (problem is not null)
        {
            throw CommandException.BadInput(problem);
        }
    }
}

/// <summary>What to print of each count.</summary>
/// <param name="Explained">The id of the one project to explain, or null.</param>
/// <param name="LotSeed">What to draw the lots from, or null for those of the file.</param>
internal sealed record WantedOutput(bool IsJson, bool IsComparison, string? Explained, string? LotSeed);
