using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// An officer marks a voter on the roll, in her own shift. Takes no Idempotency-Key: a hash of the request would be one of a personal number.
/// A repetition is safe without: the mark is there already, and a device that failed gets its token anew.
/// </summary>
internal sealed class MarkAtPlace(
    IdentityDb db, ShiftAccess access, PlaceStore places, RollStore rolls, MarkStore marks, VoterKeys voters, BallotDesk desk, AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task<Result<MarkAtPlaceResponse>> Handle(MarkAtPlaceRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var voter = voters.Read(fields, request.Voter, "voter");
        var channel = (Channel)fields.Known(request.Channel, "channel");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.ShiftId, orLeader: false, cancellationToken)).Succeeded(out var found, out var refusal)
            || !(await desk.OpenAsync(found.SubBudget.Id, cancellationToken)).Succeeded(out var roll, out refusal)
            || !(await MarkAsync(found, channel, voters.HashOf(found.SubBudget.Id, voter), cancellationToken)).Succeeded(out var entry, out refusal))
        {
            return refusal;
        }

        return Channels.GivesToken(channel)
            ? new MarkAtPlaceResponse { BallotToken = await desk.GiveAsync(roll, entry, channel, caller.ClientId, cancellationToken) }
            : new MarkAtPlaceResponse();
    }

    private async Task<Result<RollEntryRow>> MarkAsync(FoundShift found, Channel channel, byte[] keyHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var shift = await places.LockShiftAsync(found.Shift.Id, cancellationToken);
        if (shift.RefusalToMark(found.Place, channel, now) is { } refusal)
        {
            return refusal;
        }

        var head = await rolls.LockHeadAsync(found.SubBudget.Id, cancellationToken);
        var entry = await rolls.FindByKeyAsync(head.ImportId!.Value, keyHash, cancellationToken);
        var marked = await DecideAsync(head, entry, new RollMark(channel, shift.Id, SwedishDay.Of(now)), cancellationToken);
        if (marked.IsError)
        {
            await CountAsync(shift, marked.Error!, now, cancellationToken);
        }
        else
        {
            await trail.NoteAsync(found.SubBudget, shift.Id.ToString(), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return marked;
    }

    private async Task<Result<RollEntryRow>> DecideAsync(RollHead head, RollEntryRow? entry, RollMark mark, CancellationToken cancellationToken)
    {
        if (entry is not { VotesAtPlaces: true })
        {
            return IdentityErrors.NotEligible;
        }

        if (!mark.On(entry.Mark).Succeeded(out var step, out var refusal))
        {
            return refusal;
        }

        return step == MarkStep.Repeated || await marks.MarkAsync(head, [entry], mark, cancellationToken) == 1 ? entry : IdentityErrors.AlreadyMarked;
    }

    /// <summary>What her own mark answers tells the officer nothing new; everything else would, to one who tries keys.</summary>
    private Task CountAsync(Shift shift, Error refusal, DateTimeOffset now, CancellationToken cancellationToken) =>
        refusal == IdentityErrors.MarkedInShift ? Task.CompletedTask : places.ReplaceShiftAsync(shift.Refused(now), cancellationToken);
}
