using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// One project on the ballot. Its place in <see cref="Election.Projects"/> is its index everywhere in this library.
/// </summary>
/// <param name="Id">The published id; text, never compared as a number.</param>
/// <param name="Name">What residents read; empty when the source has none.</param>
/// <param name="Cost">In minor units (<see cref="Election.MoneyDecimals"/>); zero or more.</param>
/// <param name="Details">Every other published column by name, in the source's order: kept, never counted with.</param>
public sealed record Project(
    string Id,
    string Name,
    long Cost,
    ImmutableArray<KeyValuePair<string, string>> Details)
{
    /// <summary>The published value of a column, or null when the project has none.</summary>
    public string? Detail(string column)
    {
        foreach (var (key, value) in Details)
        {
            if (key == column)
            {
                return value;
            }
        }

        return null;
    }
}
