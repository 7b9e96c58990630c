using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets;

/// <summary>A kept call that waits for a second person.</summary>
public sealed record PendingAdvance(Phase To, PersonId By, DateTimeOffset At);

/// <summary>
/// The unit that has sum, roll, calendar, ballot and count, and the phase. Not the edition: areas stand at different points of the year.
/// Each change gives a new value with the next version.
/// </summary>
public sealed record SubBudget
{
    /// <summary>How long a first call waits for the second person.</summary>
    public static readonly TimeSpan SecondPersonWithin = TimeSpan.FromDays(1);

    // A call that is too old is kept anew, and one that was repeated has moved the phase: neither is left to approve.
    private static readonly TwoPersonsErrors Errors =
        new(BudgetErrors.SecondPersonIsFirst, BudgetErrors.PhaseNotNext, BudgetErrors.PhaseNotNext);

    public required SubBudgetId Id { get; init; }

    public required EditionId EditionId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public Phase Phase { get; init; } = Phase.Draft;

    public bool Paused { get; init; }

    public bool Aborted { get; init; }

    /// <summary>No real voters: its windows do not bind.</summary>
    public bool Rehearsal { get; init; }

    public required Plan Plan { get; init; }

    public required CriteriaSet CriteriaSet { get; init; }

    public IReadOnlyList<OutreachText> OutreachTexts { get; init; } = [];

    public PendingAdvance? Pending { get; init; }

    public int Version { get; init; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public Result<SubBudget> ReplacePlan(Plan plan, CriteriaSet criteria, int seenVersion)
    {
        if (Phase != Phase.Draft || Aborted)
        {
            return BudgetErrors.PlanIsDetermined;
        }

        return seenVersion != Version ? GeneralErrors.Stale : Changed() with { Plan = plan, CriteriaSet = criteria };
    }

    public SubBudget SetOutreachText(OutreachText text) =>
        Changed() with { OutreachTexts = [.. OutreachTexts.Where(other => other.Language != text.Language), text] };

    /// <summary>What this service itself finds missing before the next phase.</summary>
    public IEnumerable<MissingFact> OwnGuards(DateTimeOffset now)
    {
        if (Phases.WindowOf(Phase) is { } window && !Rehearsal && now < Plan.Calendar.Closes(window))
        {
            yield return MissingFact.WindowOpen;
        }

        if (Phase == Phase.BallotFrozen && !Rehearsal && now < Plan.Calendar.VotingOpens)
        {
            yield return MissingFact.VotingNotDue;
        }

        if (Phase == Phase.Announced && Plan.RequiredLanguages.Any(language => OutreachTexts.All(text => text.Language != language)))
        {
            yield return MissingFact.OutreachTexts;
        }
    }

    /// <summary>
    /// Moves on when every guard holds. Where two persons are needed the first call is kept and the same call by another person moves.
    /// </summary>
    public Result<Advance> AdvanceTo(Phase to, PersonId by, IReadOnlyCollection<Mover> heldBy, DateTimeOffset now)
    {
        if (!Phases.MayLeave(Phase).Any(heldBy.Contains))
        {
            return BudgetErrors.RoleCannotLeavePhase;
        }

        if (!Phases.NeedsSecondPerson(Phase))
        {
            return new Advance(Entered(to), false);
        }

        var kept = Pending is { } pending && pending.To == to ? new TwoPersons(pending.By, pending.At, SecondPersonWithin) : null;
        return kept?.StateAt(now) == TwoPersonsState.Requested
            ? kept.Approve(by, now, Errors).Map(_ => new Advance(Entered(to), false))
            : new Advance(Changed() with { Pending = new PendingAdvance(to, by, now) }, true);
    }

    /// <summary>Null when the sub-budget can be asked to enter the phase at all.</summary>
    public Error? CannotEnter(Phase to)
    {
        if (Aborted || Paused)
        {
            return Aborted ? BudgetErrors.IsAborted : BudgetErrors.IsPaused;
        }

        return Phases.Next(Phase) == to ? null : BudgetErrors.PhaseNotNext;
    }

    /// <summary>Into the next phase; the clock calls it too, when a window is over.</summary>
    public SubBudget Entered(Phase to) => Changed() with { Phase = to, Pending = null };

    public Result<SubBudget> Extend(Window window, DateTimeOffset closes, DateTimeOffset now)
    {
        if (closes <= Plan.Calendar.Closes(window))
        {
            return BudgetErrors.DeadlineShortened;
        }

        return now >= Plan.Calendar.Closes(window)
            ? BudgetErrors.WindowOver
            : Changed() with { Plan = Plan with { Calendar = Plan.Calendar.Extended(window, closes) } };
    }

    public Result<SubBudget> Pause() =>
        Phases.CanPause(Phase) && !Paused && !Aborted ? Changed() with { Paused = true } : BudgetErrors.NotPausable;

    public Result<SubBudget> Resume() => Paused && !Aborted ? Changed() with { Paused = false } : BudgetErrors.NotPaused;

    public Result<SubBudget> Abort() =>
        Phases.CanAbort(Phase) && !Aborted ? Changed() with { Aborted = true, Paused = false, Pending = null } : BudgetErrors.NotAbortable;

    private SubBudget Changed() => this with { Version = Version + 1 };
}

/// <summary>What a call to move on has led to.</summary>
/// <param name="AwaitsSecondPerson">The call was kept; the phase is the old one.</param>
public sealed record Advance(SubBudget SubBudget, bool AwaitsSecondPerson);

/// <summary>A fact that is missing before a phase can be entered.</summary>
public sealed record MissingFact(string Code, string Message)
{
    public static readonly MissingFact WindowOpen = new("budget.window_open", "The window of this phase is still open.");
    public static readonly MissingFact VotingNotDue = new("budget.voting_not_due", "The opening time of the voting is not reached.");
    public static readonly MissingFact OutreachTexts = new("budget.outreach_texts_missing", "Outreach texts are missing in a required language.");
}
