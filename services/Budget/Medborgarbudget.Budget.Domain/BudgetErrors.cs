using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets;

/// <summary>The expected failures of the Budget service; the Swedish texts stand beside in <c>Errors.sv.resx</c>.</summary>
public static class BudgetErrors
{
    public static readonly Error OrganisationMissing = new("budget.organisation_missing", ErrorKind.Missing, "The organisation does not exist.");
    public static readonly Error OrganisationNotAdmitted = new("budget.organisation_not_admitted", ErrorKind.State, "The organisation is not admitted to the network.");
    public static readonly Error EditionMissing = new("budget.edition_missing", ErrorKind.Missing, "The edition does not exist.");
    public static readonly Error EditionClosed = new("budget.edition_closed", ErrorKind.State, "The edition is closed.");
    public static readonly Error EditionHasOpenSubBudgets = new("budget.edition_has_open_sub_budgets", ErrorKind.State, "A sub-budget of the edition is not closed.");
    public static readonly Error CriteriaSetMissing = new("budget.criteria_set_missing", ErrorKind.Missing, "The edition has no such criteria set.");
    public static readonly Error SubBudgetMissing = new("budget.sub_budget_missing", ErrorKind.Missing, "The sub-budget does not exist.");
    public static readonly Error PlanIsDetermined = new("budget.plan_is_determined", ErrorKind.State, "The plan is determined and no longer changes.");
    public static readonly Error PhaseNotNext = new("budget.phase_not_next", ErrorKind.State, "The sub-budget does not enter this phase next.");
    public static readonly Error GuardOpen = new("budget.guard_open", ErrorKind.State, "Something is missing before the next phase.");
    public static readonly Error RoleCannotLeavePhase = new("budget.role_cannot_leave_phase", ErrorKind.Forbidden, "The caller's role does not move this phase.");
    public static readonly Error SecondPersonIsFirst = new("budget.second_person_is_first", ErrorKind.State, "Another person must repeat the call.");
    public static readonly Error DeadlineShortened = new("budget.deadline_shortened", ErrorKind.State, "A window is extended, never shortened.");
    public static readonly Error WindowOver = new("budget.window_over", ErrorKind.State, "The window is over.");
    public static readonly Error NotPausable = new("budget.not_pausable", ErrorKind.State, "Only an open window can be paused.");
    public static readonly Error NotPaused = new("budget.not_paused", ErrorKind.State, "The sub-budget is not paused.");
    public static readonly Error IsPaused = new("budget.is_paused", ErrorKind.State, "The sub-budget is paused.");
    public static readonly Error IsAborted = new("budget.is_aborted", ErrorKind.State, "The sub-budget is aborted.");
    public static readonly Error NotAbortable = new("budget.not_abortable", ErrorKind.State, "A sub-budget is aborted before the decision, and once.");
}
