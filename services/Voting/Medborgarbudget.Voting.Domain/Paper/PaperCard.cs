using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Paper;

/// <summary>How far the reading of a card has come.</summary>
public enum CardState
{
    ReadOnce,

    /// <summary>The two readings differ.</summary>
    Doubtful,
    Settled,

    /// <summary>Two count leaders have found that there is no such card: a serial was mistyped.</summary>
    Removed,
}

/// <summary>What one person read.</summary>
public sealed record ReadBy(PersonId Person, CardReading Reading);

/// <summary>What a count leader takes a doubtful card for, and who has agreed.</summary>
/// <param name="Reading">Null: there is no such card.</param>
public sealed record Settlement(CardReading? Reading, TwoPersons Persons);

/// <summary>
/// One card, read by two persons of whom the second does not see what the first one read. Invariant: the readers are two persons, and what
/// they saw differently is settled by two count leaders.
/// </summary>
public sealed record PaperCard(long Serial, ReadBy First, ReadBy? Second, Settlement? Settlement)
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromDays(7);

    private static readonly TwoPersonsErrors Errors =
        new(VotingErrors.SecondPersonIsFirst, VotingErrors.CardNotDoubtful, VotingErrors.CardNotDoubtful);

    public CardState State => this switch
    {
        { Settlement.Persons.ApprovedBy: not null } => Settlement.Reading is null ? CardState.Removed : CardState.Settled,
        { Second: null } => CardState.ReadOnce,
        _ when First.Reading.Equals(Second.Reading) => CardState.Settled,
        _ => CardState.Doubtful,
    };

    /// <summary>What the card is counted as; null until it is settled.</summary>
    public CardReading? Final => State == CardState.Settled ? Settlement?.Reading ?? First.Reading : null;

    /// <summary>The second reading. Errors: card_read_twice, second_person_is_first.</summary>
    public Result<PaperCard> ReadAgain(ReadBy second)
    {
        ArgumentNullException.ThrowIfNull(second);
        return this switch
        {
            { Second: not null } => VotingErrors.CardReadTwice,
            _ when First.Person == second.Person => VotingErrors.SecondPersonIsFirst,
            _ => this with { Second = second },
        };
    }

    /// <summary>
    /// What a count leader takes the card for: the first one's word is kept, and the same word of another settles it. Another word takes its
    /// place and waits for a second person anew. Errors: card_not_doubtful, second_person_is_first.
    /// </summary>
    /// <param name="reading">Null: there is no such card, which may be said of a card that was read once, too.</param>
    public Result<PaperCard> Settle(PersonId by, CardReading? reading, DateTimeOffset now)
    {
        if (State != CardState.Doubtful && (State != CardState.ReadOnce || reading is not null))
        {
            return VotingErrors.CardNotDoubtful;
        }

        return Settlement is { } asked && Equals(asked.Reading, reading) && asked.Persons.StateAt(now) == TwoPersonsState.Requested
            ? asked.Persons.Approve(by, now, Errors).Map(persons => this with { Settlement = asked with { Persons = persons } })
            : this with { Settlement = new Settlement(reading, new TwoPersons(by, now, SettledWithin)) };
    }

    /// <summary>The settlement as it is stored.</summary>
    public static Settlement Settled(CardReading? reading, PersonId requestedBy, DateTimeOffset requestedAt, PersonId? approvedBy, DateTimeOffset? approvedAt) =>
        new(reading, new TwoPersons(requestedBy, requestedAt, SettledWithin, approvedBy, approvedAt));
}
