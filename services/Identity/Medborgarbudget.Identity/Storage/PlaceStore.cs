using System.Globalization;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Voting places and their shifts. None is ever deleted, so a number of rows to skip is a stable place in a list.</summary>
internal sealed class PlaceStore(IdentityDb db)
{
    public Task<VotingPlace?> FindAsync(VotingPlaceId id, CancellationToken cancellationToken) =>
        db.VotingPlaces.AsNoTracking().FirstOrDefaultAsync(place => place.Id == id, cancellationToken);

    public Task<Shift?> FindShiftAsync(ShiftId id, CancellationToken cancellationToken) =>
        db.Shifts.AsNoTracking().FirstOrDefaultAsync(shift => shift.Id == id, cancellationToken);

    public async Task AddAsync(VotingPlace place, CancellationToken cancellationToken)
    {
        db.VotingPlaces.Add(place);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task AddShiftAsync(Shift shift, CancellationToken cancellationToken)
    {
        db.Shifts.Add(shift);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A shift that exists, held until the transaction ends, so that what is counted in it is counted one by one.</summary>
    public async Task<Shift> LockShiftAsync(ShiftId id, CancellationToken cancellationToken)
    {
        await db.Shifts.Where(shift => shift.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(shift => shift.Refusals, shift => shift.Refusals), cancellationToken);
        return await db.Shifts.AsNoTracking().SingleAsync(shift => shift.Id == id, cancellationToken);
    }

    public async Task ReplaceShiftAsync(Shift shift, CancellationToken cancellationToken)
    {
        db.Shifts.Update(shift);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Places of a sub-budget, oldest first.</summary>
    public async Task<Page<VotingPlace>> ListAsync(SubBudgetId subBudget, PageRequest page, CancellationToken cancellationToken)
    {
        var skip = page.AfterNumber;
        var rows = await db.VotingPlaces.AsNoTracking().Where(place => place.SubBudgetId == subBudget)
            .OrderBy(place => place.Id).Skip(skip).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<VotingPlace>.Cut(rows, page.Size, _ => Next(skip, page));
    }

    /// <summary>Shifts of a place, oldest first; where an officer is given, only hers.</summary>
    public async Task<Page<Shift>> ListShiftsAsync(VotingPlaceId place, PersonId? officer, PageRequest page, CancellationToken cancellationToken)
    {
        var skip = page.AfterNumber;
        var rows = await db.Shifts.AsNoTracking().Where(shift => shift.VotingPlaceId == place && (officer == null || shift.PersonId == officer))
            .OrderBy(shift => shift.Id).Skip(skip).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<Shift>.Cut(rows, page.Size, _ => Next(skip, page));
    }

    /// <summary>Shifts of an officer in an organisation with their places, the latest first.</summary>
    public async Task<Page<(Shift Shift, VotingPlace Place)>> ListShiftsOfAsync(
        OrganisationId organisation, PersonId officer, PageRequest page, CancellationToken cancellationToken)
    {
        var skip = page.AfterNumber;
        var found =
            from shift in db.Shifts.AsNoTracking()
            where shift.PersonId == officer
            join place in db.VotingPlaces.AsNoTracking() on shift.VotingPlaceId equals place.Id
            join subBudget in db.SubBudgets on place.SubBudgetId equals subBudget.Id
            where subBudget.OrganisationId == organisation
            orderby shift.Id descending
            select new { shift, place };
        var rows = await found.Skip(skip).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<(Shift Shift, VotingPlace Place)>.Cut([.. rows.Select(row => (row.shift, row.place))], page.Size, _ => Next(skip, page));
    }

    private static string Next(int skip, PageRequest page) => (skip + page.Size).ToString(CultureInfo.InvariantCulture);
}
