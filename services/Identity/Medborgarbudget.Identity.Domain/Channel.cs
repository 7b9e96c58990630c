namespace Medborgarbudget.Identity;

/// <summary>How a voter came to vote. Numbers and names are those of the contract.</summary>
public enum Channel
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>Signed in with an e-ID.</summary>
    Web = 1,

    /// <summary>With a one-time code.</summary>
    Code = 2,

    /// <summary>On a shared device, with an officer.</summary>
    Kiosk = 3,

    /// <summary>Through an officer on the telephone.</summary>
    Telephone = 4,

    /// <summary>On a paper card.</summary>
    Paper = 5,
}

/// <summary>What sets the channels apart.</summary>
public static class Channels
{
    /// <summary>The channels in which an officer marks the roll.</summary>
    public static IReadOnlyList<Channel> Staffed { get; } = [Channel.Kiosk, Channel.Telephone, Channel.Paper];

    /// <summary>The ballot is cast with a token, and not put on a card.</summary>
    public static bool GivesToken(Channel channel) => channel is Channel.Web or Channel.Code or Channel.Kiosk or Channel.Telephone;
}
