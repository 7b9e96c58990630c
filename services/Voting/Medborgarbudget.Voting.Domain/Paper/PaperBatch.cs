using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Paper;

/// <summary>Paper cards of one place that are read together.</summary>
public readonly record struct PaperBatchId(Guid Value) : IId<PaperBatchId>
{
    public static PaperBatchId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>The serial numbers that the place was given to hand out, the first and the last with them.</summary>
public readonly record struct SerialRange(long First, long Last)
{
    public long Count => Last - First + 1;

    public bool Has(long serial) => serial >= First && serial <= Last;

    public bool Overlaps(SerialRange other) => First <= other.Last && other.First <= Last;
}

/// <summary>What became of the cards that a place was given.</summary>
/// <param name="Issued">Cards the place was given.</param>
/// <param name="Received">Cards that were handed in.</param>
/// <param name="Spoiled">Cards that were made useless at the place and lie with the rest.</param>
/// <param name="Missing">Cards that were given to somebody, or lost, and that nobody has seen again.</param>
public sealed record CardNumbers(int Issued, int Received, int Spoiled, int Missing)
{
    /// <summary>The most cards of a batch.</summary>
    public const int Most = 100_000;

    public bool Balance => Issued == Received + Spoiled + Missing;

    public CardNumbers Plus(CardNumbers other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CardNumbers(Issued + other.Issued, Received + other.Received, Spoiled + other.Spoiled, Missing + other.Missing);
    }
}

/// <summary>How far the reading of a batch has come, in cards.</summary>
public readonly record struct CardProgress(int ReadOnce, int Doubtful, int Settled)
{
    /// <summary>Read at least once.</summary>
    public int All => ReadOnce + Doubtful + Settled;
}

/// <summary>
/// The cards of one place with their numbers. No person is in it. Invariant: the numbers balance, and as many cards were issued as the place
/// has serials; once closed nothing changes any more.
/// </summary>
/// <param name="PlaceId">As Identity knows it.</param>
public sealed record PaperBatch(PaperBatchId Id, string PlaceId, string PlaceName, SerialRange Serials, CardNumbers Numbers, bool IsClosed)
{
    /// <summary>Opens a batch. Errors: paper_unbalanced, paper_range_taken.</summary>
    /// <param name="others">The batches that the sub-budget has already.</param>
    public static Result<PaperBatch> Open(PaperBatch batch, IEnumerable<PaperBatch> others)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return others.Any(other => other.Serials.Overlaps(batch.Serials)) ? VotingErrors.PaperRangeTaken : batch.Correct(batch.Numbers);
    }

    /// <summary>Puts right what was counted wrongly. Errors: batch_closed, paper_unbalanced.</summary>
    public Result<PaperBatch> Correct(CardNumbers numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return this switch
        {
            { IsClosed: true } => VotingErrors.BatchClosed,
            _ when !numbers.Balance || numbers.Issued != Serials.Count => VotingErrors.PaperUnbalanced,
            _ => this with { Numbers = numbers },
        };
    }

    /// <summary>Whether a card with that serial may be read. Errors: batch_closed, card_out_of_range, too_many_cards.</summary>
    /// <param name="isNew">Nobody has read it yet.</param>
    /// <param name="cards">How many have been read at least once.</param>
    public Result<Unit> CheckTakes(long serial, bool isNew, int cards) => this switch
    {
        { IsClosed: true } => VotingErrors.BatchClosed,
        _ when !Serials.Has(serial) => VotingErrors.CardOutOfRange,
        _ when isNew && cards >= Numbers.Received => VotingErrors.TooManyCards,
        _ => Result.Ok,
    };

    /// <summary>Closes it when every received card is settled. Errors: batch_closed, batch_unfinished.</summary>
    public Result<PaperBatch> Close(CardProgress cards) => this switch
    {
        { IsClosed: true } => VotingErrors.BatchClosed,
        _ when cards.Settled != Numbers.Received || cards.All != cards.Settled => VotingErrors.BatchUnfinished,
        _ => this with { IsClosed = true },
    };
}
