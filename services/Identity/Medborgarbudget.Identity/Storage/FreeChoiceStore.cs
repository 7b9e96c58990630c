using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>The one sub-budget away from home that each voter has chosen in an edition.</summary>
internal sealed class FreeChoiceStore(IdentityDb db)
{
    /// <summary>Chooses, for good, if the voter has not chosen yet; false when she has chosen another sub-budget.</summary>
    public async Task<bool> ChooseAsync(EditionId edition, byte[] voterHash, SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        // The key decides between two at once: the second waits for the first and then reads what it chose.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into free_choices (edition_id, voter_hash, sub_budget_id) values ({edition.Value}, {voterHash}, {subBudget.Value})
            on conflict (edition_id, voter_hash) do nothing
            """,
            cancellationToken);
        return await db.FreeChoices.AsNoTracking().AnyAsync(
            row => row.EditionId == edition && row.VoterHash == voterHash && row.SubBudgetId == subBudget, cancellationToken);
    }
}
