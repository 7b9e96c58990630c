using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// Takes a roll in, whole or not at all; a faulty one ends with its faults by line. It is read first, where all can see how far and can cancel it, and
/// then written in one transaction.
/// </summary>
internal sealed class CommitRollImport(
    OpenImports imports, RollStore rolls, RollImportStore store, RollReader reader, RollIntake intake, AuditTrail trail, IdentityDb db, TimeProvider clock)
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

        if (!await store.BeginReadingAsync(found.Import.Id, clock.GetUtcNow(), cancellationToken))
        {
            return IdentityErrors.RollImportNotOpen;
        }

        try
        {
            return await ReadAsync(found.Import, found.SubBudget, cancellationToken);
        }
        finally
        {
            // Whatever came in between: what has not ended can be committed again, or changed before.
            await store.ReopenAsync(found.Import.Id, CancellationToken.None);
        }
    }

    private async Task<Result<RollImport>> ReadAsync(RollImportRow import, SubBudgetRow subBudget, CancellationToken cancellationToken)
    {
        var parts = await rolls.PartNumbersAsync(import.Id, cancellationToken);

        // Asked after the parts: the import that has changed the roll has also deleted them.
        if (import.IsChanges && IsOutdated(import, await rolls.FindHeadAsync(subBudget.Id, cancellationToken)))
        {
            return IdentityErrors.RollChanged;
        }

        if (MissingParts(parts) is { } missing)
        {
            return missing;
        }

        var reading = await reader.CheckAsync(
            subBudget, import, parts, rows => store.NoteProgressAsync(import.Id, rows, clock.GetUtcNow(), cancellationToken), cancellationToken);
        return reading is null ? IdentityErrors.RollImportNotOpen : await EndAsync(import, subBudget, parts, reading, cancellationToken);
    }

    private async Task<Result<RollImport>> EndAsync(
        RollImportRow import, SubBudgetRow subBudget, IReadOnlyList<int> parts, RollReading reading, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await store.HoldReadingAsync(import.Id, cancellationToken))
        {
            return IdentityErrors.RollImportNotOpen;
        }

        // Also before faults are told: what changed while it was read makes faults of its own.
        if (import.IsChanges && IsOutdated(import, await rolls.FindLockedHeadAsync(subBudget.Id, cancellationToken)))
        {
            return IdentityErrors.RollChanged;
        }

        var outcome = await TakeIn(import, subBudget, parts, reading, cancellationToken);
        await trail.NoteAsync(subBudget, import.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome ?? (Result<RollImport>)import.ToMessage(parts.Count);
    }

    private async Task<Error?> TakeIn(
        RollImportRow import, SubBudgetRow subBudget, IReadOnlyList<int> parts, RollReading reading, CancellationToken cancellationToken)
    {
        if (reading.FaultCount > 0)
        {
            store.AddFaults(import.Id, reading.Faults);
            await rolls.EndFaultyAsync(import, reading, clock.GetUtcNow(), cancellationToken);
            return IdentityErrors.RollFaulty with { Faults = [.. reading.FirstFaults.Select(Told)] };
        }

        await intake.TakeInAsync(subBudget, import, parts, reading, cancellationToken);
        return null;
    }

    /// <summary>Changes are for the roll as it was when they were started, and for no other.</summary>
    private static bool IsOutdated(RollImportRow changes, RollHead? head) => head?.LastImportId != changes.ChangesTo;

    private static Error? MissingParts(IReadOnlyList<int> parts)
    {
        var missing = Enumerable.Range(1, parts.Count == 0 ? 1 : parts[^1]).Except(parts).Take(20)
            .Select(part => new FieldFault(string.Create(CultureInfo.InvariantCulture, $"part {part}"), "is missing")).ToList();
        return missing.Count == 0 ? null : IdentityErrors.RollPartMissing with { Faults = missing };
    }

    private static FieldFault Told(RollLineFault fault) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {fault.Line}"), $"{fault.Code}: {RollFaults.TextOf(fault.Code)}");
}
