namespace Medborgarbudget.Kernel;

/// <summary>Where an act of two persons stands at a moment.</summary>
public enum TwoPersonsState
{
    /// <summary>Waits for the second person.</summary>
    Requested,

    /// <summary>Nobody approved it in time; it takes a new request.</summary>
    Expired,

    /// <summary>Done by two. Final.</summary>
    Approved,
}

/// <summary>
/// An act that one person requests and another approves before the request expires. What the act is, who may do it and what else must hold
/// is for its owner to say. Invariant: the one who approved is not the one who requested, and was in time.
/// </summary>
/// <param name="Lifetime">From the request to the moment from which on it cannot be approved.</param>
public sealed record TwoPersons(
    PersonId RequestedBy, DateTimeOffset RequestedAt, TimeSpan Lifetime, PersonId? ApprovedBy = null, DateTimeOffset? ApprovedAt = null)
{
    public DateTimeOffset ExpiresAt => RequestedAt + Lifetime;

    public TwoPersonsState StateAt(DateTimeOffset now) => this switch
    {
        { ApprovedBy: not null } => TwoPersonsState.Approved,
        _ when now < ExpiresAt => TwoPersonsState.Requested,
        _ => TwoPersonsState.Expired,
    };

    /// <summary>The second person's yes. The errors are the owner's own, by what stands in the way.</summary>
    public Result<TwoPersons> Approve(PersonId by, DateTimeOffset now, TwoPersonsErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return StateAt(now) switch
        {
            TwoPersonsState.Approved => errors.Approved,
            TwoPersonsState.Expired => errors.Expired,
            TwoPersonsState.Requested when by == RequestedBy => errors.SecondPersonIsFirst,
            TwoPersonsState.Requested => this with { ApprovedBy = by, ApprovedAt = now },
        };
    }
}

/// <summary>What an owner of acts of two persons answers when one cannot be approved.</summary>
/// <param name="SecondPersonIsFirst">The same person has requested it.</param>
/// <param name="Expired">The request is too old.</param>
/// <param name="Approved">It is done already.</param>
public sealed record TwoPersonsErrors(Error SecondPersonIsFirst, Error Expired, Error Approved);
