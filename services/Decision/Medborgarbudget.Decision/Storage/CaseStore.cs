using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Decisions.Storage;

/// <summary>Cases. The save that adjusts one publishes its decision; its legal force is published when the day has come.</summary>
internal sealed class CaseStore(DecisionDb db)
{
    private const int ToldAtOnce = 100;

    public async Task<Result<Case>> Find(CaseId id, CancellationToken cancellationToken) =>
        await db.Cases.FindAsync([id], cancellationToken) is { } row ? row.State : DecisionErrors.CaseMissing;

    public async Task<Case?> FindOf(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        (await db.Cases.FirstOrDefaultAsync(row => row.SubBudgetId == subBudget, cancellationToken))?.State;

    /// <summary>Saves a changed case; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Case>> Save(Case changed, CancellationToken cancellationToken)
    {
        var row = (await db.Cases.FindAsync([changed.Id], cancellationToken))!;
        if (changed.IsPublic && !row.State.IsPublic)
        {
            db.Publish(Adjusted(changed));
        }

        if (changed.LegalForceOn != row.State.LegalForceOn)
        {
            row.UntoldLegalForceOn = changed.LegalForceOn;
        }

        row.Version = changed.Version;
        row.State = changed;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return changed;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
    }

    /// <summary>Publishes the legal force of every case for which the day has come, each once.</summary>
    public async Task TellLegalForce(DateOnly today, CancellationToken cancellationToken)
    {
        var due = await db.Cases
            .Where(row => row.UntoldLegalForceOn <= today)
            .OrderBy(row => row.UntoldLegalForceOn).ThenBy(row => row.Id).Take(ToldAtOnce)
            .ToListAsync(cancellationToken);
        foreach (var row in due)
        {
            db.Publish(Due(row.State));
            row.UntoldLegalForceOn = null;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static LegalForceDue Due(Case noticed) => new(
        noticed.Id.Value,
        noticed.SubBudgetId.Value,
        noticed.OrganisationId.Value,
        noticed.Decision!.Reference,
        noticed.NoticeOn!.Value,
        noticed.LegalForceOn!.Value);

    private static DecisionAdjusted Adjusted(Case adjusted) => new(
        adjusted.Id.Value,
        adjusted.SubBudgetId.Value,
        adjusted.OrganisationId.Value,
        adjusted.Decision!.Reference,
        [.. adjusted.Items.Select(item => new ItemDecisionData(
            item.ProposalId.Value, item.Number, item.Title, item.Cost.Ore, item.Outcome.ToString(), item.Deviates, item.Reason))]);
}
