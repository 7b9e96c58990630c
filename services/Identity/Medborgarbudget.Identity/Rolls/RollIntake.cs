using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>Lets a faultless import hold, in the current transaction: a whole roll in the place of the one before it, changes upon the one that is there.</summary>
internal sealed class RollIntake(RollStore rolls, RollChangeStore changes, RollWriter writer, DeclarationStore declarations, TimeProvider clock)
{
    public async Task TakeInAsync(
        SubBudgetRow subBudget, RollImportRow import, IReadOnlyList<int> parts, RollReading reading, CancellationToken cancellationToken)
    {
        var head = await rolls.LockHeadAsync(subBudget.Id, cancellationToken);
        await writer.WriteAsync(subBudget, import, parts, reading.Rows, cancellationToken);
        if (import.IsChanges)
        {
            var roll = head.ImportId!.Value;
            await changes.MergeAsync(import.Id, roll, cancellationToken);
            await declarations.ApplyAsync(subBudget, roll, cancellationToken);
            await rolls.EndChangesAsync(import, head, reading, clock.GetUtcNow(), cancellationToken);
        }
        else
        {
            head.Declared = await declarations.ApplyAsync(subBudget, import.Id, cancellationToken);
            await rolls.EndCommittedAsync(import, head, reading, clock.GetUtcNow(), cancellationToken);
        }
    }
}
