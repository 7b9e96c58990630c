using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>A shift with its place and, if asked for, the numbers to hold against its envelopes.</summary>
internal sealed class GetShift(ShiftAccess access, RollStore rolls, MarkStore marks)
{
    public async Task<Result<ShiftSheet>> Handle(GetShiftRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.SeeAsync(request.ShiftId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        var sheet = found.Shift.ToSheet(found.Place);
        if (request.WithMarks)
        {
            sheet.Marks = await CountAsync(found, cancellationToken);
        }

        return sheet;
    }

    private async Task<ShiftMarks> CountAsync(FoundShift found, CancellationToken cancellationToken)
    {
        if (await rolls.FindHeadAsync(found.SubBudget.Id, cancellationToken) is not { ImportId: { } import })
        {
            return new ShiftMarks();
        }

        var counts = await marks.CountByShiftAsync(import, found.Shift.Id, cancellationToken);
        return new ShiftMarks
        {
            Paper = counts.GetValueOrDefault(Channel.Paper),
            Kiosk = counts.GetValueOrDefault(Channel.Kiosk),
            Telephone = counts.GetValueOrDefault(Channel.Telephone),
        };
    }
}
