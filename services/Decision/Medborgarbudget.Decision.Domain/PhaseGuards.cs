namespace Medborgarbudget.Decisions;

/// <summary>What Decision lacks before a phase; a stable code and English words for the cockpit.</summary>
public sealed record Missing(string Code, string Message);

/// <summary>What Decision answers when Budget asks whether a sub-budget may enter a phase.</summary>
public static class PhaseGuards
{
    /// <summary>Phase that money must be set aside for.</summary>
    public const string Announced = "Announced";

    /// <summary>Phase that the body must have decided for.</summary>
    public const string Implementation = "Implementation";

    public static readonly Missing MandateMissing = new("decision.mandate_missing", "The body's mandate decision is not recorded.");
    public static readonly Missing AmountDiffers = new("decision.amount_differs", "The body has set aside less than the pot.");
    public static readonly Missing CaseMissing = new("decision.case_missing", "No certified result has opened a case.");
    public static readonly Missing NotAdjusted = new("decision.not_adjusted", "The body's decision with adjusted minutes is not recorded.");

    /// <summary>Before the process is announced. The pot is null while Budget's event is on its way.</summary>
    public static IReadOnlyList<Missing> BeforeAnnounced(Mandate? mandate, SubBudget? subBudget) => (mandate, subBudget) switch
    {
        (null, _) or (_, null) => [MandateMissing],
        _ when !mandate.Covers(subBudget) => [AmountDiffers],
        _ => [],
    };

    /// <summary>Before anything is built. An adjusted case has an outcome for every item.</summary>
    public static IReadOnlyList<Missing> BeforeImplementation(Case? opened) => opened switch
    {
        null => [CaseMissing],
        { IsPublic: false } => [NotAdjusted],
        _ => [],
    };
}
