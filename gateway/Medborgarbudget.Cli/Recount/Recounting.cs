using System.Globalization;
using System.Text;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Recount;

/// <summary>One file counted again.</summary>
internal sealed class Recounting(FileInfo file, PbFile election, CountOutcome outcome, string? caveat)
{
    public static async Task<Recounting> OfAsync(FileInfo file, string rule, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            if (!PbReader.TryRead(bytes, out var read, out var fault))
            {
                throw CommandException.BadInput($"{file.FullName}: {fault}");
            }

            var (found, caveat) = CountingRules.Find(rule, read.Election);
            return found is null
                ? throw CommandException.BadInput($"{file.FullName}: {caveat} Name one with --rule.")
                : new Recounting(file, read, found.Count(read.Election), caveat);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{file.FullName} cannot be read: {exception.Message}", exception);
        }
    }

    public void Write(TextWriter output, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(Encoding.UTF8.GetString(new ResultDocument(outcome, election.Sha256).ToJson()));
            return;
        }

        var counted = election.Election;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {counted.Ballots.BallotCount} ballots, rule {outcome.Rule.Name}"));
        output.WriteLine($"  selected: {string.Join(", ", outcome.Winners.Select(winner => counted.Projects[winner].Id))}");
        output.WriteLine($"  cost: {Money(outcome.TotalCost)} of {Money(counted.Budget)}");
        output.WriteLine($"  as the city decided: {City()}");
        if (caveat is not null)
        {
            output.WriteLine($"  note: {caveat}");
        }

        string Money(long minor) => new ExactDecimal(minor, counted.MoneyDecimals).ToString();
    }

    private string City() => election.CityOutcome?.AgreesWith(outcome) switch { true => "yes", false => "no", null => "the file does not say" };
}
