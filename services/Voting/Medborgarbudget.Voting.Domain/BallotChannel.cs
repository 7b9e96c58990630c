namespace Medborgarbudget.Voting;

/// <summary>How a ballot came into the box, as its token says. The numbers are stored.</summary>
public enum BallotChannel
{
    /// <summary>Signed in with an e-ID.</summary>
    Web = 0,

    /// <summary>With a one-time code.</summary>
    Code = 1,

    /// <summary>On a shared device, with an officer.</summary>
    Kiosk = 2,

    /// <summary>Through an officer on the telephone.</summary>
    Telephone = 3,
}

/// <summary>What the channels of ballots mean.</summary>
public static class BallotChannels
{
    /// <summary>From here on with an officer: such a ballot is replaced only with an officer again.</summary>
    public const BallotChannel FirstStaffed = BallotChannel.Kiosk;

    /// <summary>Reads the claim <c>channel</c> of a ballot token, web where there is none; null for what no token says.</summary>
    public static BallotChannel? Find(string? claim) => claim switch
    {
        null or "web" => BallotChannel.Web,
        "code" => BallotChannel.Code,
        "kiosk" => BallotChannel.Kiosk,
        "telephone" => BallotChannel.Telephone,
        _ => null,
    };
}
