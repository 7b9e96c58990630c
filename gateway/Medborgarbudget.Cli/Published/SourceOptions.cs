using System.CommandLine;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Cli.Published;

/// <summary>What names a vote at a gateway on the command line.</summary>
internal static class SourceOptions
{
    public static Argument<string> Gateway { get; } = new("URL") { Description = "The gateway of the installation, such as http://localhost:5080." };

    public static Option<string> SubBudget { get; } = new("--sub-budget") { Description = "The sub-budget.", HelpName = "ID", Required = true };

    /// <exception cref="CommandException">The gateway is no address.</exception>
    public static Uri ReadGateway(ParseResult parsed)
    {
        var text = parsed.GetValue(Gateway)!;
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" }
            ? address
            : throw CommandException.BadInput($"URL is an address such as http://localhost:5080, not '{text}'.");
    }

    /// <exception cref="CommandException">The sub-budget is no id.</exception>
    public static SubBudgetId ReadSubBudget(ParseResult parsed) => Id.TryParse<SubBudgetId>(parsed.GetValue(SubBudget), out var id)
        ? id
        : throw CommandException.BadInput($"--sub-budget is an id, not '{parsed.GetValue(SubBudget)}'.");
}
