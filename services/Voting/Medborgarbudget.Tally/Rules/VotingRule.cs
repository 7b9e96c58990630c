using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>
/// A rule with every option that can change the outcome. It is published before the vote and written into the result, so that
/// anyone can count again with it. Rules are values: two with the same options are the same rule.
/// </summary>
public abstract record VotingRule
{
    /// <summary>The rule's stable name in result documents and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Counts an election. The same election and rule give the same outcome everywhere.</summary>
    /// <exception cref="ArgumentException">The options contradict each other, or name what is not in the election.</exception>
    public CountOutcome Count(Election election) => Count(election, null, CancellationToken.None);

    /// <summary>
    /// Counts an election, tells how far it has come and can be broken off. Rules that count in one go tell when they are done.
    /// </summary>
    /// <exception cref="ArgumentException">The options contradict each other, or name what is not in the election.</exception>
    /// <exception cref="OperationCanceledException">The count was broken off.</exception>
    public virtual CountOutcome Count(Election election, IProgress<CountProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(election);
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = CountInOneGo(election, cancellationToken);
        progress?.Report(new CountProgress(1, outcome.TotalCost, outcome.Election.Budget));
        return outcome;
    }

    /// <summary>Counts an election, looking at the token now and then where that can take long.</summary>
    internal abstract CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken);

    /// <summary>Writes every option as a property of the object that is open.</summary>
    internal abstract void WriteOptions(Utf8JsonWriter json);
}
