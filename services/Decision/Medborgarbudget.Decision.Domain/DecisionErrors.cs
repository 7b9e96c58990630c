using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions;

/// <summary>What the Decision service answers when it does not do as asked. Texts for people: <c>Errors.sv.resx</c>.</summary>
public static class DecisionErrors
{
    public static readonly Error SubBudgetMissing = new("decision.sub_budget_missing", ErrorKind.Missing, "There is no such sub-budget.");
    public static readonly Error MandateRecorded = new("decision.mandate_recorded", ErrorKind.Duplicate, "The mandate decision is recorded already.");
    public static readonly Error AmountDiffers = new("decision.amount_differs", ErrorKind.State, "The body has set aside less than the pot.");
    public static readonly Error MandateMissing = new("decision.mandate_missing", ErrorKind.Missing, "No mandate decision is recorded.");
    public static readonly Error CaseMissing = new("decision.case_missing", ErrorKind.Missing, "There is no such case.");
    public static readonly Error CaseDecided = new("decision.case_decided", ErrorKind.State, "The body has decided the case.");
    public static readonly Error ItemUnknown = new("decision.item_unknown", ErrorKind.Invalid, "A project is not part of the case.");
    public static readonly Error ItemTwice = new("decision.item_twice", ErrorKind.Invalid, "A project is named twice.");
    public static readonly Error ItemsLeft = new("decision.items_left", ErrorKind.State, "A project that the vote selected has no outcome.");
    public static readonly Error ReasonMissing = new("decision.reason_missing", ErrorKind.Invalid, "An outcome that deviates from the vote, or is sent back, has no reason.");
    public static readonly Error NotDecided = new("decision.not_decided", ErrorKind.State, "No decision of the case waits for its minutes to be adjusted.");
    public static readonly Error NotAdjusted = new("decision.not_adjusted", ErrorKind.State, "No adjusted minutes of the case wait for a notice.");
}
