using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Takes a roll in, whole or not at all, in one transaction; a faulty one ends with its faults by line.</summary>
internal sealed class CommitRollImport(
    OpenImports imports, RollStore rolls, RollReader reader, RollWriter writer, AuditTrail trail, IdentityDb db, TimeProvider clock)
{
    public async Task<Result<RollImport>> Handle(CommitRollImportRequest request, CancellationToken cancellationToken)
    {
        if (!(await imports.FindAsync(request.RollImportId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        if (!found.SubBudget.Window.TakesRoll)
        {
            return IdentityErrors.RollClosed;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await rolls.HoldOpenAsync(found.Import.Id, cancellationToken))
        {
            return IdentityErrors.RollImportNotOpen;
        }

        var parts = await rolls.PartNumbersAsync(found.Import.Id, cancellationToken);
        if (MissingParts(parts) is { } missing)
        {
            return missing;
        }

        var outcome = await TakeIn(found.Import, found.SubBudget, parts, cancellationToken);
        await trail.NoteAsync(found.SubBudget.OrganisationId, found.Import.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome ?? (Result<RollImport>)found.Import.ToMessage(parts.Count);
    }

    private async Task<Error?> TakeIn(RollImportRow import, SubBudgetRow subBudget, IReadOnlyList<int> parts, CancellationToken cancellationToken)
    {
        var reading = await reader.CheckAsync(subBudget, import, parts, cancellationToken);
        if (reading.FaultCount > 0)
        {
            await rolls.EndFaultyAsync(import, reading, clock.GetUtcNow(), cancellationToken);
            return IdentityErrors.RollFaulty with { Faults = [.. reading.FirstFaults.Select(Told)] };
        }

        var head = await rolls.LockHeadAsync(subBudget.Id, cancellationToken);
        await writer.WriteAsync(subBudget, import, parts, cancellationToken);
        await rolls.EndCommittedAsync(import, head, reading, clock.GetUtcNow(), cancellationToken);
        return null;
    }

    private static Error? MissingParts(IReadOnlyList<int> parts)
    {
        var missing = Enumerable.Range(1, parts.Count == 0 ? 1 : parts[^1]).Except(parts).Take(20)
            .Select(part => new FieldFault(string.Create(CultureInfo.InvariantCulture, $"part {part}"), "is missing")).ToList();
        return missing.Count == 0 ? null : IdentityErrors.RollPartMissing with { Faults = missing };
    }

    private static FieldFault Told(RollLineFault fault) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {fault.Line}"), $"{fault.Code}: {RollFaults.TextOf(fault.Code)}");
}
