using System.Collections.Immutable;
using Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>An election of a file as it can be held here: amounts in öre, the projects that can stand on a ballot, the ballots' marks for them.</summary>
/// <param name="FilePath">Full path of the file.</param>
/// <param name="Sha256">Of the file's bytes; a resumed rehearsal must have the same.</param>
/// <param name="Name">What the file calls the election.</param>
/// <param name="Counted">Projects in the order in which they are entered.</param>
/// <param name="Rule">How the plan of the sub-budget words the rule.</param>
/// <param name="Expected">What the counting library elects straight from the file.</param>
/// <param name="CityIds">What the city funded by its rule; null where the file does not say.</param>
/// <param name="Notes">What was done otherwise than the file says.</param>
internal sealed record RehearsedElection(
    string FilePath,
    string Sha256,
    string Name,
    Tally.Election Counted,
    VotingRule Rule,
    ExpectedOutcome Expected,
    ImmutableArray<string>? CityIds,
    ImmutableArray<string> Notes)
{
    public int BallotCount => checked((int)Counted.Ballots.BallotCount);

    /// <summary>For every ballot, by its number, the class of equal ballots that it belongs to.</summary>
    public int[] ClassOfBallots()
    {
        var classes = new int[BallotCount];
        var next = 0;
        for (var ballotClass = 0; ballotClass < Counted.Ballots.Count; ballotClass++)
        {
            Array.Fill(classes, ballotClass, next, Counted.Ballots.Weight(ballotClass));
            next += Counted.Ballots.Weight(ballotClass);
        }

        return classes;
    }
}

/// <summary>
/// What should come out. Lots are drawn from the manifest's hash, so that it is not known before the ballot is frozen.
/// </summary>
/// <param name="Rule">The rule that the plan words.</param>
/// <param name="Numbered">The election with the numbers of the ballot, from 1, in place of ids, as lots are drawn of them.</param>
internal sealed record ExpectedOutcome(Tally.VotingRule Rule, Tally.Election Numbered)
{
    /// <summary>The places of the winners among the projects, in the order of the count.</summary>
    public ImmutableArray<int> Winners(string manifestHash) => Rule.Count(Numbered.WithLots(manifestHash)).Winners;
}
