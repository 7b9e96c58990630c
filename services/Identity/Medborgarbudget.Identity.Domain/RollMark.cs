using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>
/// An officer's mark on the roll: the one thing that shuts the web for a person. Whether somebody was marked is decided once and never
/// changed; the day is kept and no time.
/// </summary>
/// <param name="Channel">Kiosk, telephone or paper.</param>
/// <param name="Shift">The officer's, and through it the place.</param>
/// <param name="Day">In Sweden.</param>
public sealed record RollMark(Channel Channel, ShiftId Shift, DateOnly Day)
{
    /// <summary>What becomes of this mark on an entry that carries another one, or none.</summary>
    public Result<MarkStep> On(RollMark? standing) => standing switch
    {
        null => MarkStep.Made,
        var mark when mark.Shift != Shift => IdentityErrors.AlreadyMarked,
        var mark when mark.Channel == Channel && Channels.GivesToken(Channel) => MarkStep.Repeated,

        // She may stand here for a second card: the officer is told, and decides nothing anew.
        _ => IdentityErrors.MarkedInShift,
    };
}

/// <summary>What an officer's mark did.</summary>
public enum MarkStep
{
    /// <summary>The person is marked now.</summary>
    Made,

    /// <summary>The same shift had marked her in the same channel: she gets her token anew, for a device that failed.</summary>
    Repeated,
}
