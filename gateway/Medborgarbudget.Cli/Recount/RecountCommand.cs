using System.CommandLine;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The command <c>mb recount</c> with its options.</summary>
internal static class RecountCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Elections or counted lists, .pb files (Pabulib), or folders of them.", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Rule = MakeRule();

    private static readonly Option<bool> Compare = new("--compare")
    {
        Description = "Count by several rules and show them side by side: those named by --rule, repeated, else the usual ones. Shows also "
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
            Files, Rule,
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
        var options = new RuleOptions(parsed);
        var wanted = new WantedOutput(parsed.GetValue(Json), parsed.GetValue(Compare), parsed.GetValue(Explain), parsed.GetValue(LotSeed));
        var files = new ElectionFiles(parsed.GetValue(Files) ?? []);
        Check(names, options, wanted, files);
        var configuration = parsed.InvocationConfiguration;
        return new Recounting(files, CountingRules.Of(names, options), wanted, configuration.Output, configuration.Error).RunAsync(cancellationToken);
    }

    private static void Check(string[] names, RuleOptions options, WantedOutput wanted, ElectionFiles files)
    {
        var problem = names.Length == 0 && options.Given.FirstOrDefault() is { } option
                ? $"{option.Name} needs --rule: without it each file is counted by the rule that it declares."
            : names.Length > 1 && !wanted.IsComparison ? "Several rules need --compare."
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
