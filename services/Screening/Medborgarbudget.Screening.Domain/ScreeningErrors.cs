using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings;

/// <summary>What the Screening service answers when it does not do as asked. Texts for people: <c>Errors.sv.resx</c>.</summary>
public static class ScreeningErrors
{
    public static readonly Error SubBudgetMissing = new("screening.sub_budget_missing", ErrorKind.Missing, "There is no such sub-budget.");
    public static readonly Error Missing = new("screening.missing", ErrorKind.Missing, "There is no such screening.");
    public static readonly Error PhaseClosed = new("screening.phase_closed", ErrorKind.State, "Proposals are screened during screening and the review window.");
    public static readonly Error NotAssigned = new("screening.not_assigned", ErrorKind.Forbidden, "The screening is not assigned to the caller.");
    public static readonly Error OwnProposal = new("screening.own_proposal", ErrorKind.Forbidden, "Nobody screens an own proposal.");
    public static readonly Error Accepted = new("screening.accepted", ErrorKind.State, "The screening has an accepted outcome.");
    public static readonly Error CriterionUnknown = new("screening.criterion_unknown", ErrorKind.Invalid, "A verdict names a criterion that is not in the set.");
    public static readonly Error CriteriaLeft = new("screening.criteria_left", ErrorKind.Invalid, "Some criteria have no verdict.");
    public static readonly Error NotAssessed = new("screening.not_assessed", ErrorKind.State, "No assessment waits for a second person.");
    public static readonly Error SecondPersonIsFirst = new("screening.second_person_is_first", ErrorKind.Forbidden, "Another person has to accept the assessment.");
    public static readonly Error NotOwnProposal = new("screening.not_own_proposal", ErrorKind.Forbidden, "Only the proposer may ask for a review.");
    public static readonly Error ReviewWindowClosed = new("screening.review_window_closed", ErrorKind.State, "The review window is not open.");
    public static readonly Error ReviewOpen = new("screening.review_open", ErrorKind.State, "A review has been asked for already.");
    public static readonly Error NotAccepted = new("screening.not_accepted", ErrorKind.State, "The screening has no outcome to review.");
    public static readonly Error NoReviewOpen = new("screening.no_review_open", ErrorKind.State, "No review has been asked for.");
    public static readonly Error ReviewerWasFirst = new("screening.reviewer_was_first", ErrorKind.Forbidden, "Somebody else than the first screener has to decide the review.");
}
