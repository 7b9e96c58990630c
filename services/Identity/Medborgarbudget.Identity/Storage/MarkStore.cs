using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>The officers' marks on the roll.</summary>
internal sealed class MarkStore(IdentityDb db)
{
    /// <summary>
    /// Marks entries that no officer has marked yet, and counts the tokens that come of it; the number of entries that were marked. This one
    /// update decides between officers. Inside a transaction that holds the head.
    /// </summary>
    public async Task<int> MarkAsync(RollHead head, IReadOnlyList<RollEntryRow> entries, RollMark mark, CancellationToken cancellationToken)
    {
        var (import, serials, givesToken) = (head.ImportId, entries.Select(entry => entry.Serial).ToList(), Channels.GivesToken(mark.Channel));
        (Channel? channel, ShiftId? shift, DateOnly? day) = (mark.Channel, mark.Shift, mark.Day);
        var marked = await db.RollEntries.Where(row => row.ImportId == import && serials.Contains(row.Serial) && row.MarkShiftId == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Channel, channel).SetProperty(row => row.MarkShiftId, shift).SetProperty(row => row.MarkDay, day)
                    .SetProperty(row => row.HasToken, row => row.HasToken || givesToken),
                cancellationToken);
        if (givesToken && marked == entries.Count)
        {
            head.EntriesWithToken += entries.Count(entry => !entry.HasToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return marked;
    }

    /// <summary>The entries with these keys, in no order.</summary>
    public async Task<IReadOnlyList<RollEntryRow>> FindAsync(RollImportId import, IReadOnlyCollection<byte[]> keyHashes, CancellationToken cancellationToken) =>
        await db.RollEntries.AsNoTracking().Where(row => row.ImportId == import && keyHashes.Contains(row.KeyHash)).ToListAsync(cancellationToken);

    /// <summary>True while a shift of an offline place is not closed: marks may still be missing.</summary>
    public Task<bool> HasOpenShiftAsync(SubBudgetId subBudget, CancellationToken cancellationToken) => (
        from place in db.VotingPlaces
        where place.SubBudgetId == subBudget && place.IsOffline
        join shift in db.Shifts on place.Id equals shift.VotingPlaceId
        where shift.ClosedAt == null
        select shift).AnyAsync(cancellationToken);

    /// <summary>How many entries have each channel.</summary>
    public async Task<IReadOnlyList<(Channel Channel, long Persons)>> CountByChannelAsync(RollImportId import, CancellationToken cancellationToken) =>
        [.. (await db.RollEntries.Where(row => row.ImportId == import && row.Serial > 0 && row.Channel != null)
            .GroupBy(row => row.Channel).Select(group => new { group.Key, Persons = group.LongCount() }).ToListAsync(cancellationToken))
            .Select(group => (Channel: group.Key!.Value, group.Persons)).OrderBy(group => group.Channel)];

    /// <summary>How many marks each place has in each channel, in order of the place.</summary>
    public async Task<IReadOnlyList<PlaceCount>> CountByPlaceAsync(SubBudgetId subBudget, RollImportId import, CancellationToken cancellationToken)
    {
        var marks =
            from entry in db.RollEntries
            where entry.ImportId == import && entry.Serial > 0 && entry.MarkShiftId != null
            join shift in db.Shifts on entry.MarkShiftId equals shift.Id
            group entry by new { shift.VotingPlaceId, entry.Channel } into made
            select new { made.Key.VotingPlaceId, made.Key.Channel, Persons = made.LongCount() };
        var counts = await marks.ToListAsync(cancellationToken);
        var places = await db.VotingPlaces.AsNoTracking().Where(place => place.SubBudgetId == subBudget).OrderBy(place => place.Id).ToListAsync(cancellationToken);
        return [.. places.Select(place => new PlaceCount(
            place, counts.Where(count => count.VotingPlaceId == place.Id).ToDictionary(count => count.Channel!.Value, count => count.Persons)))];
    }

    /// <summary>How many marks a shift has made in each channel.</summary>
    public async Task<IReadOnlyDictionary<Channel, long>> CountByShiftAsync(RollImportId import, ShiftId shift, CancellationToken cancellationToken) =>
        (await db.RollEntries.Where(row => row.ImportId == import && row.Serial > 0 && row.MarkShiftId == shift)
            .GroupBy(row => row.Channel).Select(group => new { group.Key, Persons = group.LongCount() }).ToListAsync(cancellationToken))
            .ToDictionary(group => group.Key!.Value, group => group.Persons);

    /// <summary>What the entries with a paper mark are known by; read while they are asked for.</summary>
    public IAsyncEnumerable<EntryKey> PaperKeysAsync(RollImportId import) =>
        db.RollEntries.AsNoTracking().Where(row => row.ImportId == import && row.Serial > 0 && row.Channel == Channel.Paper)
            .Select(row => new EntryKey(row.LocalKey, row.SealedKey)).AsAsyncEnumerable();
}

/// <summary>Marks of one place by channel.</summary>
internal sealed record PlaceCount(VotingPlace Place, IReadOnlyDictionary<Channel, long> Marks);
