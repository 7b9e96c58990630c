using System.Globalization;
using Google.Protobuf.Collections;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// Settles what a shift marked while it had no connection, as one list: so the same list gets the same answers again, although neither an
/// envelope's number nor whose it was is kept, and nobody can try keys one after the other.
/// </summary>
internal sealed class SettleOfflineMarks(
    IdentityDb db, ShiftAccess access, PlaceStore places, RollStore rolls, MarkStore marks, VoterKeys voters, KeyedHashes hashes, AuditTrail trail, TimeProvider clock)
{
    private const int MostMarks = 1_000;

    public async Task<Result<SettleOfflineMarksResponse>> Handle(SettleOfflineMarksRequest request, CancellationToken cancellationToken)
    {
        if (!Read(request.Marks).Succeeded(out var list, out var refusal)
            || !(await access.EnterAsync(request.ShiftId, orLeader: true, cancellationToken)).Succeeded(out var found, out refusal))
        {
            return refusal;
        }

        var envelopes = list.Select(mark => new Envelope(mark.Number, voters.HashOf(found.SubBudget.Id, mark.Voter))).ToList();
        return await SettleAsync(found, envelopes, cancellationToken);
    }

    private async Task<Result<SettleOfflineMarksResponse>> SettleAsync(FoundShift found, List<Envelope> envelopes, CancellationToken cancellationToken)
    {
        var hash = hashes.OfMarkList(found.Shift.Id, envelopes.Select(envelope => (envelope.Number, envelope.KeyHash)));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var shift = await places.LockShiftAsync(found.Shift.Id, cancellationToken);
        if (shift.RefusalToSettle(found.Place, hash, found.SubBudget.Window, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        var head = await rolls.LockHeadAsync(found.SubBudget.Id, cancellationToken);
        if (head.ImportId is null)
        {
            return IdentityErrors.RollMissing;
        }

        var ours = await MarkAsync(head, shift, envelopes, cancellationToken);
        await places.ReplaceShiftAsync(shift with { SettledList = hash }, cancellationToken);
        await trail.NoteAsync(found.SubBudget, shift.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SettleOfflineMarksResponse { Envelopes = { envelopes.Select(envelope => Answer(envelope, ours)) } };
    }

    /// <summary>The keys that the shift has marked, now or when the list was settled before.</summary>
    private async Task<HashSet<string>> MarkAsync(RollHead head, Shift shift, List<Envelope> envelopes, CancellationToken cancellationToken)
    {
        var entries = await marks.FindAsync(head.ImportId!.Value, [.. envelopes.Select(envelope => envelope.KeyHash)], cancellationToken);
        var open = entries.Where(entry => entry is { VotesAtPlaces: true, Mark: null }).ToList();
        await marks.MarkAsync(head, open, new RollMark(Channel.Paper, shift.Id, SwedishDay.Of(shift.BeginsAt)), cancellationToken);
        return [.. open.Concat(entries.Where(entry => entry.Mark?.Shift == shift.Id)).Select(entry => Convert.ToHexString(entry.KeyHash))];
    }

    /// <summary>Whoever gave in two envelopes has one vote: the first on the list.</summary>
    private static SettledEnvelope Answer(Envelope envelope, HashSet<string> ours) => new()
    {
        Envelope = envelope.Number,
        Outcome = ours.Remove(Convert.ToHexString(envelope.KeyHash)) ? EnvelopeOutcome.Count : EnvelopeOutcome.Discard,
    };

    private Result<List<(int Number, PersonKey Voter)>> Read(RepeatedField<OfflineMark> given)
    {
        var fields = new Fields();
        fields.Check(given.Count is > 0 and <= MostMarks, "marks", "must be 1 to 1,000");
        fields.Check(given.All(mark => mark.Envelope > 0) && given.DistinctBy(mark => mark.Envelope).Count() == given.Count, "marks", "must number each envelope once, from 1");
        var read = given.Take(MostMarks)
            .Select((mark, at) => (mark.Envelope, voters.Read(fields, mark.Voter, string.Create(CultureInfo.InvariantCulture, $"marks[{at}].voter")))).ToList();
        return fields.Give(() => read);
    }

    private sealed record Envelope(int Number, byte[] KeyHash);
}
