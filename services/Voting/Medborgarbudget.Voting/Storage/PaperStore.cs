using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Paper;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Storage;

/// <summary>Batches, cards, and what the count took over from Identity.</summary>
internal sealed class PaperStore(VotingDb db)
{
    public Task<PaperBatchRow?> FindBatchAsync(PaperBatchId id, CancellationToken cancellationToken) =>
        db.PaperBatches.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>By their serials.</summary>
    public async Task<IReadOnlyList<PaperBatchRow>> ListBatchesAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        await db.PaperBatches.AsNoTracking().Where(row => row.SubBudgetId == subBudget).OrderBy(row => row.FirstSerial).ToListAsync(cancellationToken);

    public Task<bool> HasOpenBatchAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        db.PaperBatches.AnyAsync(row => row.SubBudgetId == subBudget && !row.IsClosed, cancellationToken);

    public void Add(PaperBatchRow row) => db.PaperBatches.Add(row);

    public Task<PaperCardRow?> FindCardAsync(int round, long serial, CancellationToken cancellationToken) =>
        db.PaperCards.FirstOrDefaultAsync(row => row.Round == round && row.Serial == serial, cancellationToken);

    /// <summary>Cards that are not settled, by their serials.</summary>
    public async Task<IReadOnlyList<PaperCardRow>> ListUnsettledAsync(PaperBatchId batch, CancellationToken cancellationToken) => await db.PaperCards
        .AsNoTracking().Where(row => row.BatchId == batch && row.FinalReading == null).OrderBy(row => row.Serial).ToListAsync(cancellationToken);

    public void Add(PaperCardRow row) => db.PaperCards.Add(row);

    public void Remove(PaperCardRow row) => db.PaperCards.Remove(row);

    public async Task<CardProgress> CountCardsAsync(PaperBatchId batch, CancellationToken cancellationToken)
    {
        var states = await db.PaperCards.Where(row => row.BatchId == batch)
            .GroupBy(row => new { IsSettled = row.FinalReading != null, IsReadTwice = row.SecondReading != null })
            .Select(state => new { state.Key.IsSettled, state.Key.IsReadTwice, Count = state.Count() })
            .ToListAsync(cancellationToken);
        return new CardProgress(
            states.Where(state => !state.IsReadTwice).Sum(state => state.Count),
            states.Where(state => state is { IsReadTwice: true, IsSettled: false }).Sum(state => state.Count),
            states.Where(state => state.IsSettled).Sum(state => state.Count));
    }

    /// <summary>Every settled card of a round, by its serial.</summary>
    public async Task<IReadOnlyList<SealedCard>> ListSettledAsync(int round, CancellationToken cancellationToken) => await db.PaperCards.AsNoTracking()
        .Where(row => row.Round == round && row.FinalReading != null)
        .OrderBy(row => row.Serial)
        .Select(row => new SealedCard(row.BatchId, row.Serial, CardReading.FromBytes(row.FinalReading!)))
        .ToListAsync(cancellationToken);

    /// <summary>What each batch comes to.</summary>
    public async Task<IReadOnlyList<PaperTally>> ListTalliesAsync(SubBudgetId subBudget, int round, CancellationToken cancellationToken) =>
        await ListTalliesAsync(subBudget, await ListSettledAsync(round, cancellationToken), cancellationToken);

    /// <summary>The same of the settled cards, for who has read them.</summary>
    public async Task<IReadOnlyList<PaperTally>> ListTalliesAsync(SubBudgetId subBudget, IReadOnlyList<SealedCard> settled, CancellationToken cancellationToken)
    {
        var cards = settled.ToLookup(card => card.Batch, card => card.Reading.Ground);
        return [.. (await ListBatchesAsync(subBudget, cancellationToken)).Select(row =>
            PaperTally.Of(row.ToBatch(), cards[row.Id].CountBy(ground => ground).ToDictionary()))];
    }

    /// <summary>The marks that the counts of the round go by; null before the first.</summary>
    public async Task<ChannelMarks?> FindMarksAsync(int round, CancellationToken cancellationToken) =>
        await db.ChannelMarks.AsNoTracking().FirstOrDefaultAsync(row => row.Round == round, cancellationToken) is { } row
            ? ChannelMarks.Parser.ParseFrom(row.Marks)
            : null;

    public void Add(ChannelMarksRow marks, IEnumerable<AnnulmentRow> annulments)
    {
        db.ChannelMarks.Add(marks);
        db.Annulments.AddRange(annulments);
    }

    public async Task<HashSet<Pseudonym>> ReadAnnulledAsync(int round, CancellationToken cancellationToken) =>
        [.. (await db.Annulments.AsNoTracking().Where(row => row.Round == round).Select(row => row.Voter).ToListAsync(cancellationToken))
            .Select(voter => Pseudonym.Read(voter))];

    /// <summary>Saves. Errors: request.stale when another person acted at the same time.</summary>
    public async Task<Result<Unit>> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Ok;
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            return GeneralErrors.Stale;
        }
    }
}
