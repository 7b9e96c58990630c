using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>Where a pseudonym key stands. Numbers as in the proto.</summary>
public enum KeyState
{
    /// <summary>Never given.</summary>
    Unspecified = 0,

    /// <summary>In use, or kept.</summary>
    Held = 1,

    /// <summary>One archivist has asked for its destruction.</summary>
    DestructionRequested = 2,

    /// <summary>Gone. Final.</summary>
    Destroyed = 3,
}

/// <summary>What can be done with a pseudonym key. Numbers as in the proto.</summary>
public enum KeyStep
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>With the first roll of the sub-budget.</summary>
    Created = 1,

    /// <summary>Encrypted anew under another key-encryption key.</summary>
    Rewrapped = 2,

    /// <summary>An auditor listed the pseudonyms of those who were given a token.</summary>
    PseudonymsListed = 3,

    /// <summary>By the first person.</summary>
    DestructionRequested = 4,

    /// <summary>By the second.</summary>
    Destroyed = 5,
}

/// <summary>
/// The custody of one sub-budget's pseudonym key, from creation to destruction: who asked for its end and who approved it. Not the key
/// itself. Two different persons destroy it, and only when nothing can need it any more.
/// </summary>
public sealed record KeyCustody
{
    /// <summary>After this a request is forgotten and a new one is needed.</summary>
    public static readonly TimeSpan RequestLifetime = TimeSpan.FromDays(7);

    private static readonly TwoPersonsErrors Errors =
        new(IdentityErrors.SecondPersonIsFirst, IdentityErrors.DestructionNotRequested, IdentityErrors.PseudonymKeyDestroyed);

    public required SubBudgetId SubBudgetId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The latest request, also when it has expired; null before the first.</summary>
    public TwoPersons? Destruction { get; init; }

    public KeyState StateAt(DateTimeOffset now) => Destruction?.StateAt(now) switch
    {
        TwoPersonsState.Approved => KeyState.Destroyed,
        TwoPersonsState.Requested => KeyState.DestructionRequested,
        TwoPersonsState.Expired or null => KeyState.Held,
    };

    /// <summary>The first person's wish.</summary>
    public Result<KeyCustody> RequestDestruction(VotingWindow window, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(window);
        return StateAt(now) switch
        {
            KeyState.Destroyed => IdentityErrors.PseudonymKeyDestroyed,
            KeyState.DestructionRequested => IdentityErrors.DestructionRequested,
            _ when !window.HasServed(now) => IdentityErrors.PseudonymKeyNeeded,
            _ => this with { Destruction = new TwoPersons(by, now, RequestLifetime) },
        };
    }

    /// <summary>The second person's yes: the key is to be destroyed now.</summary>
    public Result<KeyCustody> ApproveDestruction(VotingWindow window, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(window);
        if (Destruction is not { } request)
        {
            return IdentityErrors.DestructionNotRequested;
        }

        return request.Approve(by, now, Errors).Then(approved =>
            window.HasServed(now) ? this with { Destruction = approved } : (Result<KeyCustody>)IdentityErrors.PseudonymKeyNeeded);
    }
}
