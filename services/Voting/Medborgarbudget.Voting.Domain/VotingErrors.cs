using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>What the Voting service answers when it does not do as asked. Texts for residents: <c>Errors.sv.resx</c>.</summary>
public static class VotingErrors
{
    public static readonly Error SubBudgetMissing = new("voting.sub_budget_missing", ErrorKind.Missing, "There is no such sub-budget.");
    public static readonly Error PhaseNotFreezable = new("voting.phase_not_freezable", ErrorKind.State, "The ballot is frozen during screening or the review window.");
    public static readonly Error ScreeningUnfinished = new("voting.screening_unfinished", ErrorKind.State, "Some proposals have no accepted outcome yet.");
    public static readonly Error NoItems = new("voting.no_items", ErrorKind.State, "There is no feasible proposal to vote on.");
    public static readonly Error TooManyItems = new("voting.too_many_items", ErrorKind.State, "A ballot holds at most 2,000 items.");
    public static readonly Error AlreadyFrozen = new("voting.already_frozen", ErrorKind.State, "The ballot is frozen already.");
    public static readonly Error FreezeMissing = new("voting.freeze_missing", ErrorKind.Missing, "Nobody has requested a freeze.");
    public static readonly Error FreezeExpired = new("voting.freeze_expired", ErrorKind.State, "Nobody approved the freeze in time; request it anew.");
    public static readonly Error SecondPersonIsFirst = new("voting.second_person_is_first", ErrorKind.Forbidden, "Another person has to do this.");
    public static readonly Error ManifestChanged = new("voting.manifest_changed", ErrorKind.State, "The ballot is not the one that was named; request a new freeze.");
    public static readonly Error ManifestMissing = new("voting.manifest_missing", ErrorKind.Missing, "The ballot is not frozen.");
    public static readonly Error TokenInvalid = new("voting.token_invalid", ErrorKind.Unauthenticated, "The ballot token does not hold.");
    public static readonly Error TokenWrongSubBudget = new("voting.token_wrong_sub_budget", ErrorKind.Forbidden, "The ballot token is for another sub-budget.");
    public static readonly Error KeyMissing = new("voting.key_missing", ErrorKind.Invalid, "An Idempotency-Key of 8 to 100 visible ASCII characters is required.");
    public static readonly Error KeyReused = new("voting.key_reused", ErrorKind.KeyReused, "The Idempotency-Key was used with another ballot.");
    public static readonly Error NotOpen = new("voting.not_open", ErrorKind.State, "Voting is not open.");
    public static readonly Error Closed = new("voting.closed", ErrorKind.State, "Voting is closed.");
    public static readonly Error VotedAtPlace = new("voting.voted_at_place", ErrorKind.State, "The voter has voted with an officer since; only an officer can help to change that ballot.");
    public static readonly Error BallotInvalid = new("voting.ballot_invalid", ErrorKind.Invalid, "The ballot is not filled in by the rule.");
    public static readonly Error TooManyChanges = new("voting.too_many_changes", ErrorKind.TooMany, "The ballot was changed many times in a short while; wait before the next change.") { RetryAfterSeconds = 30 };
    public static readonly Error Overloaded = new("voting.overloaded", ErrorKind.TooMany, "Many are voting right now; retry with the same Idempotency-Key.") { RetryAfterSeconds = 2 };
    public static readonly Error OutcomeUnknown = new("voting.outcome_unknown", ErrorKind.Unavailable, "It is not known whether the ballot was received; retry with the same Idempotency-Key.") { RetryAfterSeconds = 3 };
    public static readonly Error NotReady = new("voting.not_ready", ErrorKind.Unavailable, "The ballot box is being checked; retry with the same Idempotency-Key.") { RetryAfterSeconds = 5 };
    public static readonly Error LogMissing = new("voting.log_missing", ErrorKind.Missing, "The ballot log does not have that yet.");
    public static readonly Error CosignatureInvalid = new("voting.cosignature_invalid", ErrorKind.Forbidden, "No witness of this vote has signed that tree head so.");
    public static readonly Error ReceiptUnknown = new("voting.receipt_unknown", ErrorKind.Missing, "No ballot has this receipt.");
    public static readonly Error BallotMissing = new("voting.ballot_missing", ErrorKind.Missing, "The holder of the ballot token has no ballot in the box.");
    public static readonly Error CastcheckOff = new("voting.castcheck_off", ErrorKind.State, "The rules of this vote do not let a ballot be shown.");
    public static readonly Error CastcheckUsedUp = new("voting.castcheck_used_up", ErrorKind.State, "The ballot has been shown three times.");
    public static readonly Error CastcheckOver = new("voting.castcheck_over", ErrorKind.State, "A ballot is shown only within 30 minutes of the cast.");
    public static readonly Error WindowOpen = new("voting.window_open", ErrorKind.State, "The voting window is still open.");
    public static readonly Error NotClosed = new("voting.not_closed", ErrorKind.State, "Voting is not closed.");
    public static readonly Error PhaseNotCounting = new("voting.phase_not_counting", ErrorKind.State, "The sub-budget is not in the counting phase.");
    public static readonly Error BatchMissing = new("voting.batch_missing", ErrorKind.Missing, "There is no such batch of paper cards.");
    public static readonly Error BatchClosed = new("voting.batch_closed", ErrorKind.State, "The batch is closed.");
    public static readonly Error BatchUnfinished = new("voting.batch_unfinished", ErrorKind.State, "Not every received card of the batch is read twice and settled.");
    public static readonly Error PaperUnbalanced = new("voting.paper_unbalanced", ErrorKind.State, "Cards issued are not cards received, spoiled and missing together, or not those of the serials.");
    public static readonly Error PaperRangeTaken = new("voting.paper_range_taken", ErrorKind.Duplicate, "Another batch has some of these serials.");
    public static readonly Error PaperSealed = new("voting.paper_sealed", ErrorKind.State, "The count has begun: paper cards are no longer taken.");
    public static readonly Error CardOutOfRange = new("voting.card_out_of_range", ErrorKind.State, "The serial is not one of the batch.");
    public static readonly Error CardUnread = new("voting.card_unread", ErrorKind.State, "Nobody has read a card with this serial.");
    public static readonly Error CardReadTwice = new("voting.card_read_twice", ErrorKind.Duplicate, "Two persons have read a card with this serial already.");
    public static readonly Error CardNotDoubtful = new("voting.card_not_doubtful", ErrorKind.State, "The two readings of the card do not differ.");
    public static readonly Error TooManyCards = new("voting.too_many_cards", ErrorKind.State, "More cards are read than were received.");
    public static readonly Error NoPaper = new("voting.no_paper", ErrorKind.State, "Every counted ballot came from the box: there is nothing to tell of paper.");
    public static readonly Error PaperUnfinished = new("voting.paper_unfinished", ErrorKind.State, "A batch of paper cards is not closed.");
    public static readonly Error PaperMissing = new("voting.paper_missing", ErrorKind.State, "A place with persons marked for paper has no batch.");
    public static readonly Error PaperOverMarks = new("voting.paper_over_marks", ErrorKind.State, "A place has more cards than persons marked for paper.");
    public static readonly Error CountMissing = new("voting.count_missing", ErrorKind.Missing, "There is no such count.");
    public static readonly Error CountNotFinished = new("voting.count_not_finished", ErrorKind.State, "The count is not finished.");
    public static readonly Error CountNotRunning = new("voting.count_not_running", ErrorKind.State, "The count is not running.");
    public static readonly Error NotPreliminary = new("voting.not_preliminary", ErrorKind.State, "The result is not published as preliminary.");
    public static readonly Error ObjectionWindowOpen = new("voting.objection_window_open", ErrorKind.State, "Objections may still be made.");
    public static readonly Error ResultMissing = new("voting.result_missing", ErrorKind.Missing, "No result is published.");
    public static readonly Error ExplanationPending = new("voting.explanation_pending", ErrorKind.Missing, "The explanation is not ready yet.");
}
