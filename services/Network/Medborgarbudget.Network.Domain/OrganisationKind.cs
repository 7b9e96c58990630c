namespace Medborgarbudget.Network;

/// <summary>What an organisation is. Numbers as in the proto.</summary>
public enum OrganisationKind
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    Municipality = 1,

    Region = 2,

    /// <summary>A housing company, school or other body that runs a budget of its own.</summary>
    Other = 3,
}
