namespace Medborgarbudget.Proposals;

/// <summary>What Proposal has not done yet that a phase needs; a stable code and English words for the cockpit.</summary>
/// <param name="Count">How many proposals it concerns.</param>
public sealed record Missing(string Code, string Message, int Count);

/// <summary>The register of the proposals that a sub-budget has received: each has a number, and the numbers are 1, 2, … without gaps.</summary>
/// <param name="Received">How many are received, in whatever state they are now.</param>
/// <param name="Highest">The highest number given.</param>
public sealed record Register(int Received, int Highest)
{
    /// <summary>What is missing before the sub-budget enters the phase; empty when nothing is. The window itself is asked of Budget.</summary>
    public IReadOnlyList<Missing> Ask(Phase entering) => entering is Phase.Screening && Received != Highest
        ? [new Missing("proposal.register_incomplete", "Received proposals are not all registered.", Math.Abs(Received - Highest))]
        : [];
}
