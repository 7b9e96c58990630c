namespace Medborgarbudget.Decisions;

/// <summary>What the body decided about one project. Numbers as in the proto.</summary>
public enum Outcome
{
    /// <summary>Nothing yet.</summary>
    Unspecified = 0,

    /// <summary>Bifall.</summary>
    Approved = 1,

    /// <summary>Bifall med ändring.</summary>
    ApprovedWithChange = 2,

    /// <summary>Avslag.</summary>
    Rejected = 3,

    /// <summary>Återremiss: back to the officials; the reason says what is missing.</summary>
    SentBack = 4,
}
