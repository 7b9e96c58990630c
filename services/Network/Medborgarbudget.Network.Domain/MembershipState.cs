namespace Medborgarbudget.Network;

/// <summary>How an organisation, or one application of it, stands to the network. Numbers as in the proto.</summary>
public enum MembershipState
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>Intresseanmälan: registered, has never applied.</summary>
    Interested = 1,

    /// <summary>An application with the board's decision waits for SKR.</summary>
    Applied = 2,

    /// <summary>Antagen.</summary>
    Admitted = 3,

    /// <summary>Avböjd.</summary>
    Declined = 4,

    /// <summary>Återtagen.</summary>
    Withdrawn = 5,
}
