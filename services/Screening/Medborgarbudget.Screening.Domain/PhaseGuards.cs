namespace Medborgarbudget.Screenings;

/// <summary>What Screening has not done yet that a phase needs; a stable code and English words for the cockpit.</summary>
/// <param name="Count">How many screenings it concerns.</param>
public sealed record Missing(string Code, string Message, int Count);

/// <summary>What is left of a sub-budget's screenings; dropped proposals are not counted.</summary>
/// <param name="Unfinished">Screenings without an accepted outcome.</param>
/// <param name="ReviewsOpen">Reviews asked for and not decided.</param>
public sealed record Remaining(int Unfinished, int ReviewsOpen)
{
    /// <summary>What is missing before the sub-budget enters the phase; empty when nothing is.</summary>
    public IReadOnlyList<Missing> Ask(Phase entering) => entering switch
    {
        Phase.ReviewWindow => [.. OutcomesMissing()],
        Phase.BallotFrozen => [.. OutcomesMissing(), .. OpenReviews()],
        _ => [],
    };

    private IEnumerable<Missing> OutcomesMissing() => Unfinished == 0
        ? []
        : [new Missing("screening.outcomes_missing", "Some proposals have no accepted outcome.", Unfinished)];

    private IEnumerable<Missing> OpenReviews() => ReviewsOpen == 0
        ? []
        : [new Missing("screening.review_open", "Some reviews are not decided.", ReviewsOpen)];
}
