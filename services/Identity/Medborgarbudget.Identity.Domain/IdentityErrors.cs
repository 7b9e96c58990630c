using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>The expected failures of this service. Texts for people stand in Errors.sv.resx under the same code.</summary>
public static class IdentityErrors
{
    public static readonly Error OrganisationMissing = new("identity.organisation_missing", ErrorKind.Missing, "The organisation does not exist.");
    public static readonly Error AlreadyAdministered = new("identity.already_administered", ErrorKind.State, "The organisation has administrators; they give further roles.");
    public static readonly Error InvitationUnknown = new("identity.invitation_unknown", ErrorKind.Missing, "The invitation is unknown, used or too old.");
    public static readonly Error PersonMissing = new("identity.person_missing", ErrorKind.Missing, "The person has never signed in.");
    public static readonly Error RoleHeld = new("identity.role_held", ErrorKind.Duplicate, "The person holds or awaits this role.");
    public static readonly Error OwnRole = new("identity.own_role", ErrorKind.Forbidden, "Nobody gives this role to oneself.");
    public static readonly Error DutiesConflict = new("identity.duties_conflict", ErrorKind.State, "The person holds or awaits a role that excludes this one.");
    public static readonly Error RoleGrantMissing = new("identity.role_grant_missing", ErrorKind.Missing, "The role grant does not exist.");
    public static readonly Error RoleGrantNotOpen = new("identity.role_grant_not_open", ErrorKind.State, "The role grant does not await approval.");
    public static readonly Error SecondPersonIsFirst = new("identity.second_person_is_first", ErrorKind.Forbidden, "A second person must approve.");
    public static readonly Error RoleRequestExpired = new("identity.role_request_expired", ErrorKind.State, "The request has expired; a new one is needed.");
    public static readonly Error RoleGrantNotHeld = new("identity.role_grant_not_held", ErrorKind.State, "The role is not held.");
    public static readonly Error RevocationRequested = new("identity.revocation_requested", ErrorKind.Duplicate, "Revocation has been requested and awaits a second person.");
    public static readonly Error RevocationNotRequested = new("identity.revocation_not_requested", ErrorKind.State, "No revocation is requested.");
    public static readonly Error LastAdministrator = new("identity.last_administrator", ErrorKind.State, "An organisation keeps at least one administrator.");
    public static readonly Error SubBudgetMissing = new("identity.sub_budget_missing", ErrorKind.Missing, "The sub-budget does not exist.");
    public static readonly Error RollClosed = new("identity.roll_closed", ErrorKind.State, "The roll of this sub-budget cannot change now.");
    public static readonly Error RollMissing = new("identity.roll_missing", ErrorKind.State, "The sub-budget has no committed roll.");
    public static readonly Error RollImportMissing = new("identity.roll_import_missing", ErrorKind.Missing, "The roll import does not exist.");
    public static readonly Error RollImportNotOpen = new("identity.roll_import_not_open", ErrorKind.State, "The roll import is finished, or is being read.");
    public static readonly Error RollPartMissing = new("identity.roll_part_missing", ErrorKind.State, "Parts of the roll are missing.");
    public static readonly Error RollFaulty = new("identity.roll_faulty", ErrorKind.Invalid, "The roll has faults; nothing of it was taken in.");
    public static readonly Error VotingNotOpen = new("identity.voting_not_open", ErrorKind.State, "Voting is not open.");
    public static readonly Error NotEligible = new("identity.not_eligible", ErrorKind.Forbidden, "The caller cannot vote here.");
    public static readonly Error GuardianNeeded = new("identity.guardian_needed", ErrorKind.Forbidden, "Persons of this age vote with a code that their guardians get, or at a place.");
    public static readonly Error FreeChoiceUsed = new("identity.free_choice_used", ErrorKind.State, "The voter has chosen another sub-budget away from home in this edition.");
    public static readonly Error VotingCodeUnknown = new("identity.voting_code_unknown", ErrorKind.Missing, "The voting code does not hold here.");
    public static readonly Error CodeBatchMissing = new("identity.code_batch_missing", ErrorKind.Missing, "The sub-budget has no batch of this number.");
    public static readonly Error CodesAllIssued = new("identity.codes_all_issued", ErrorKind.State, "Every entry that may vote is in a batch already.");
    public static readonly Error CodesDownloaded = new("identity.codes_downloaded", ErrorKind.State, "The codes of this batch have been downloaded; renewing it voids them and gives others.");
    public static readonly Error CodesNotDownloaded = new("identity.codes_not_downloaded", ErrorKind.State, "The batch has no codes that could be voided.");
    public static readonly Error VotingNotOver = new("identity.voting_not_over", ErrorKind.State, "Voting is not over.");
    public static readonly Error PseudonymKeyMissing = new("identity.pseudonym_key_missing", ErrorKind.Missing, "The sub-budget has no pseudonym key.");
    public static readonly Error PseudonymKeyDestroyed = new("identity.pseudonym_key_destroyed", ErrorKind.State, "The pseudonym key has been destroyed.");
    public static readonly Error PseudonymKeyNeeded = new("identity.pseudonym_key_needed", ErrorKind.State, "The pseudonym key is needed until the objection window is over.");
    public static readonly Error DestructionRequested = new("identity.destruction_requested", ErrorKind.Duplicate, "Destruction has been requested and awaits a second person.");
    public static readonly Error DestructionNotRequested = new("identity.destruction_not_requested", ErrorKind.State, "No destruction is requested, or the request has expired.");
    public static readonly Error VotedAtPlace = new("identity.voted_at_place", ErrorKind.State, "An officer has marked the caller on the roll at a voting place: e-ID and codes are shut for her.");
    public static readonly Error VotingOver = new("identity.voting_over", ErrorKind.State, "Voting is over.");
    public static readonly Error VotingPlaceMissing = new("identity.voting_place_missing", ErrorKind.Missing, "The voting place does not exist.");
    public static readonly Error OfficerMissing = new("identity.officer_missing", ErrorKind.State, "The person is no voting officer of the organisation.");
    public static readonly Error ShiftMissing = new("identity.shift_missing", ErrorKind.Missing, "The shift does not exist, or is another officer's.");
    public static readonly Error ShiftNotOn = new("identity.shift_not_on", ErrorKind.State, "It is not the time of the shift.");
    public static readonly Error ShiftClosed = new("identity.shift_closed", ErrorKind.State, "The shift is closed.");
    public static readonly Error ShiftOpen = new("identity.shift_open", ErrorKind.State, "A shift of an offline place is not closed.");
    public static readonly Error ChannelNotOffered = new("identity.channel_not_offered", ErrorKind.State, "The place does not take votes in this way; an offline place sends its marks as a list, and no other does.");
    public static readonly Error AlreadyMarked = new("identity.already_marked", ErrorKind.Duplicate, "The person has been marked by another officer.");
    public static readonly Error MarkedInShift = new("identity.marked_in_shift", ErrorKind.Duplicate, "This shift has marked the person already.");
    public static readonly Error TooManyRefusals = new("identity.too_many_refusals", ErrorKind.TooMany, "Too many persons were refused in this shift.");
    public static readonly Error MarksSettled = new("identity.marks_settled", ErrorKind.State, "Another list of marks has been settled for this shift.");
    public static readonly Error MarksNotSettled = new("identity.marks_not_settled", ErrorKind.State, "The shift took envelopes and its marks are not settled.");
    public static readonly Error ClientMissing = new("identity.client_missing", ErrorKind.Missing, "The API client does not exist.");
    public static readonly Error ClientState = new("identity.client_state", ErrorKind.State, "The API client is not in a state that allows this.");
    public static readonly Error ClientHasNoSecret = new("identity.client_has_no_secret", ErrorKind.State, "A public client has no secret.");
    public static readonly Error TooManyClients = new("identity.too_many_clients", ErrorKind.State, "The organisation has as many API clients as it can have.");
    public static readonly Error ClientNotAllowed = new("identity.client_not_allowed", ErrorKind.Forbidden, "This API client gets no ballot token in this sub-budget.");
    public static readonly Error ConsentMissing = new("identity.consent_missing", ErrorKind.Missing, "No consent was given to this API client.");
}
