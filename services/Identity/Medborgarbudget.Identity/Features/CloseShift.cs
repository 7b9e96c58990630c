using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Ends a shift for good, with the number of envelopes that it took.</summary>
internal sealed class CloseShift(IdentityDb db, ShiftAccess access, PlaceStore places, AuditTrail trail, TimeProvider clock)
{
    private const int MostEnvelopes = 100_000;

    public async Task<Result<Contracts.Identity.V1.Shift>> Handle(CloseShiftRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var envelopes = fields.Number(request.Envelopes, "envelopes", 0, MostEnvelopes);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.ShiftId, orLeader: true, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var shift = await places.LockShiftAsync(found.Shift.Id, cancellationToken);
        if (!shift.Close(found.Place, envelopes, clock.GetUtcNow()).Succeeded(out var closed, out refusal))
        {
            return refusal;
        }

        await places.ReplaceShiftAsync(closed, cancellationToken);
        await trail.NoteAsync(found.SubBudget, shift.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return closed.ToMessage();
    }
}
