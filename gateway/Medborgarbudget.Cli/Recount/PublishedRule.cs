using System.Text;
using System.Text.Json;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>
/// A rule as result documents and frozen manifests hold it, given on the command line or in a file. Options that are left out have their
/// defaults; the result names every one.
/// </summary>
internal static class PublishedRule
{
    private const string Option = "--rule-json";

    /// <param name="given">The object itself, or the path of a file with it, with @ in front or without.</param>
    /// <exception cref="CommandException">It is no rule.</exception>
    public static VotingRule Read(string given)
    {
        try
        {
            using var json = JsonDocument.Parse(Text(given));
            return RuleJson.TryComplete(json.RootElement, out var rule)
                ? rule
                : throw CommandException.BadInput($"{Option} is not a rule that is offered, or has an option that the rule has not.");
        }
        catch (JsonException exception)
        {
            throw CommandException.BadInput($"{Option} is not JSON (a file is {Option} @FILE): {exception.Message}", exception);
        }
    }

    private static string Text(string given)
    {
        if (given.AsSpan().TrimStart() is ['{', ..])
        {
            return given;
        }

        var path = given.StartsWith('@') ? given[1..] : given;
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommandException.BadInput($"{Option} {path} cannot be read: {exception.Message}", exception);
        }
    }
}
