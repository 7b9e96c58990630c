using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>One count of a round's sealed ballots.</summary>
public readonly record struct CountId(Guid Value) : IId<CountId>
{
    public static CountId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>How far a count has come.</summary>
public enum CountState
{
    Running,
    Finished,

    /// <summary>It ended without a result; a new one may be started.</summary>
    Failed,

    /// <summary>Published as preliminary result by two count leaders.</summary>
    Preliminary,

    /// <summary>Certified by two count leaders: the officials' last word. It is not yet a decision.</summary>
    Certified,

    /// <summary>Broken off by a count leader; a new one may be started.</summary>
    Cancelled,
}

/// <summary>
/// A count with its two acts, publishing and certifying, each done by two different count leaders: the first call is kept for a time, the
/// second by another person takes effect. Invariant: states only go forward.
/// </summary>
/// <param name="Next">Who has made the first call of the act that is next; null = nobody yet.</param>
public sealed record Count(
    CountId Id,
    SubBudgetId SubBudgetId,
    CountState State,
    TwoPersons? Next,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? CertifiedAt)
{
    /// <summary>How long a first call waits for the second person; then it is as if it had not been made.</summary>
    public static readonly TimeSpan ActedWithin = TimeSpan.FromDays(7);

    private static readonly TwoPersonsErrors Errors =
        new(VotingErrors.SecondPersonIsFirst, VotingErrors.SecondPersonIsFirst, VotingErrors.SecondPersonIsFirst);

    /// <summary>Whether a sealed round may be counted now. Errors: not_closed, phase_not_counting.</summary>
    public static Result<Unit> CheckStartable(SubBudget subBudget, Round? round)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        if (round is not { State: RoundState.Closed })
        {
            return VotingErrors.NotClosed;
        }

        return subBudget.Phase == Phase.Counting ? Result.Ok : VotingErrors.PhaseNotCounting;
    }

    /// <summary>Breaks it off. Errors: count_not_running.</summary>
    public Result<Count> Cancel() => State == CountState.Running ? this with { State = CountState.Cancelled } : VotingErrors.CountNotRunning;

    /// <summary>Publishes as preliminary result. Errors: count_not_finished, second_person_is_first.</summary>
    public Result<Count> Publish(PersonId by, DateTimeOffset now) => State == CountState.Finished
        ? Act(by, now, this with { State = CountState.Preliminary, Next = null, PublishedAt = now })
        : VotingErrors.CountNotFinished;

    /// <summary>Certifies the preliminary result. Errors: not_preliminary, objection_window_open, second_person_is_first.</summary>
    public Result<Count> Certify(PersonId by, SubBudget subBudget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return State == CountState.Preliminary
            ? subBudget.CheckCertifiable(now).Then(_ =>
                Act(by, now, this with { State = CountState.Certified, Next = null, CertifiedAt = now }))
            : VotingErrors.NotPreliminary;
    }

    /// <summary>Somebody has made the first call of the act that is next, and it holds still.</summary>
    public bool AwaitsSecondPerson(DateTimeOffset now) => Next?.StateAt(now) == TwoPersonsState.Requested;

    private Result<Count> Act(PersonId by, DateTimeOffset now, Count done) => Next is { } first && AwaitsSecondPerson(now)
        ? first.Approve(by, now, Errors).Map(_ => done)
        : this with { Next = new TwoPersons(by, now, ActedWithin) };
}
