using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>
/// Sequential Phragmén: money flows to every voter at the same speed, and a project is bought as soon as its supporters together
/// hold its cost (Los, Christoff, Grossi, <i>Proportional Budget Allocations: Towards a Systematization</i>, IJCAI 2022; for
/// committees Brill, Freeman, Janson, Lackner, <i>Phragmén's Voting Methods and Justified Representation</i>, AAAI 2017). Every
/// kind of ballot is read as an approval of the projects on it. Exact fractions decide.
/// </summary>
public sealed record PhragmenRule : VotingRule
{
    /// <summary>
    /// False: the count stops as soon as a project whose turn it is, or one tied with it, does not fit what is left of the budget.
    /// True: such a project is passed over and the count goes on.
    /// </summary>
    public bool SkipsWhatDoesNotFit { get; init; }

    /// <inheritdoc/>
    public override string Name => "phragmen";

    /// <inheritdoc/>
    public override CountOutcome Count(Election election)
    {
        ArgumentNullException.ThrowIfNull(election);
        return new PhragmenCount(election, this).Run();
    }

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteBoolean("skipsWhatDoesNotFit", SkipsWhatDoesNotFit);
    }
}
