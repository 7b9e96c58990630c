namespace Medborgarbudget.Voting;

/// <summary>What Voting has not done yet that a phase needs; a stable code and English words for the cockpit.</summary>
public sealed record Missing(string Code, string Message);

/// <summary>What Voting answers when Budget asks whether a sub-budget may enter a phase.</summary>
public static class PhaseGuards
{
    public static readonly Missing NotFrozen = new("voting.ballot_not_frozen", "Two persons have to freeze the ballot.");
    public static readonly Missing NotYetOpen = new("voting.opening_time_not_reached", "The voting window has not opened.");
    public static readonly Missing NotClosed = new("voting.not_closed", "Voting is not closed.");
    public static readonly Missing PaperUnfinished = new("voting.paper_unfinished", "Every batch of paper cards has to be read, balanced and closed.");
    public static readonly Missing NoResult = new("voting.result_not_published", "Two count leaders have to publish a count.");
    public static readonly Missing NotCertified = new("voting.result_not_certified", "Two count leaders have to certify the result.");

    /// <summary>What is missing before the phase; empty when nothing is.</summary>
    /// <param name="round">The round, or null when no freeze was requested.</param>
    /// <param name="isPaperOpen">Some batch of paper cards is not closed.</param>
    /// <param name="result">State of the count that is furthest, or null when there is none.</param>
    public static IReadOnlyList<Missing> Ask(Phase entering, Round? round, bool isPaperOpen, CountState? result, DateTimeOffset now) => entering switch
    {
        Phase.BallotFrozen when round is not { IsFrozen: true } => [NotFrozen],
        Phase.Voting => BeforeVoting(round, now),
        Phase.Counting when round is not { State: RoundState.Closed } => [NotClosed],
        Phase.PreliminaryResult => [.. AfterCounting(isPaperOpen, result)],
        Phase.Decision when result is not CountState.Certified => [NotCertified],
        _ => [],
    };

    private static IEnumerable<Missing> AfterCounting(bool isPaperOpen, CountState? result)
    {
        if (isPaperOpen)
        {
            yield return PaperUnfinished;
        }

        if (result is not (CountState.Preliminary or CountState.Certified))
        {
            yield return NoResult;
        }
    }

    private static IReadOnlyList<Missing> BeforeVoting(Round? round, DateTimeOffset now) => round switch
    {
        not { IsFrozen: true } => [NotFrozen],
        { Manifest: { IsRehearsal: false } manifest } when now < manifest.Opens => [NotYetOpen],
        _ => [],
    };
}
