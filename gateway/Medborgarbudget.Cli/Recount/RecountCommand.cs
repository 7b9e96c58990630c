using System.CommandLine;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The command <c>mb recount</c> with its options.</summary>
internal static class RecountCommand
{
    private static readonly Argument<FileInfo[]> Files = new("FILE")
    {
        Description = "Elections or counted lists, .pb files (Pabulib).", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Rule = MakeRule();

    private static readonly Option<bool> Json = new("--json") { Description = "Print each result document as one line of JSON." };

    public static Command Create()
    {
        var command = new Command("recount", "Counts published ballots again, without any server. Exit code 0 when every file could be counted.")
        {
            Files, Rule, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<string> MakeRule()
    {
        var option = new Option<string>("--rule")
        {
            Description = "The rule to count by; 'declared' is the one that the file names.",
            HelpName = "RULE",
            DefaultValueFactory = _ => CountingRules.Declared,
        };
        option.AcceptOnlyFromAmong([.. CountingRules.Names]);
        return option;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        foreach (var file in parsed.GetValue(Files) ?? [])
        {
            var counted = await Recounting.OfAsync(file, parsed.GetValue(Rule)!, cancellationToken);
            counted.Write(parsed.InvocationConfiguration.Output, parsed.GetValue(Json));
        }

        return 0;
    }
}
