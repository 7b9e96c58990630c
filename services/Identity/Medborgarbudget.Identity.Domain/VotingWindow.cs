namespace Medborgarbudget.Identity;

/// <summary>Phases of a sub-budget in their order, as Budget names them. What this service does not know is <see cref="Unknown"/>.</summary>
public enum Phase
{
    /// <summary>A phase this version has no name for: everything is closed.</summary>
    Unknown = 0,
    Draft,
    Determined,
    Announced,
    IdeaIntake,
    Screening,
    ReviewWindow,
    BallotFrozen,
    Voting,
    Counting,
    PreliminaryResult,
    Decision,
    Implementation,
    FollowUp,
    Closed,
}

/// <summary>
/// What decides whether the roll of a sub-budget may change, whether ballot tokens are given, and when the pseudonym key has served. Owned
/// by Budget; this is the copy that its events keep.
/// </summary>
/// <param name="IsRehearsal">A rehearsal follows its phase alone and may change its roll until voting closes.</param>
/// <param name="Opens">UTC, included.</param>
/// <param name="Closes">UTC, excluded.</param>
/// <param name="ObjectionsClose">UTC: until then the result may be objected to and the count be asked for again.</param>
public sealed record VotingWindow(
    Phase Phase, bool IsPaused, bool IsAborted, bool IsRehearsal, DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset ObjectionsClose)
{
    /// <summary>A roll is taken in from Determined until voting opens.</summary>
    public bool TakesRoll => !IsAborted && Phase >= Phase.Determined && Phase <= (IsRehearsal ? Phase.Voting : Phase.BallotFrozen);

    /// <summary>A tie is declared, and taken back, from the frozen ballot until voting closes: then people learn what they can vote on.</summary>
    public bool TakesDeclarations(DateTimeOffset now) =>
        !IsAborted && (Phase is Phase.BallotFrozen or Phase.Voting) && (IsRehearsal || now < Closes);

    /// <summary>Codes are issued from Determined until voting closes: those who lost theirs get a new one while there is time.</summary>
    public bool TakesCodes => !IsAborted && Phase is >= Phase.Determined and <= Phase.Voting;

    /// <summary>Ballot tokens are given in the phase Voting alone, not while paused, and inside the window.</summary>
    public bool GivesTokens(DateTimeOffset now) =>
        Phase == Phase.Voting && !IsPaused && !IsAborted && (IsRehearsal || (now >= Opens && now < Closes));

    /// <summary>No ballot is taken any more.</summary>
    public bool IsOver => IsAborted || Phase > Phase.Voting;

    /// <summary>Nothing can need the link between voters and ballots: the result is certified and past objection, or nothing is counted.</summary>
    public bool HasServed(DateTimeOffset now) => IsAborted || (Phase >= Phase.Decision && (IsRehearsal || now >= ObjectionsClose));
}
