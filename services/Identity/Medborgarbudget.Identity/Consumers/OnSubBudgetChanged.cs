using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Keeps the copy of a sub-budget that decides when its roll may change and when tokens are given, and tells webhooks of a new phase.</summary>
internal sealed class OnSubBudgetChanged(IdentityDb db, Announcements announcements) : IConsumer<SubBudgetChanged>
{
    // A snapshot with a version: one that is not newer is dropped, so repetition and disorder change nothing.
    public async Task HandleAsync(SubBudgetChanged happened, CancellationToken cancellationToken)
    {
        var id = new SubBudgetId(happened.SubBudgetId);
        var row = await db.SubBudgets.FindAsync([id], cancellationToken);
        if (row is null)
        {
            row = new SubBudgetRow { Id = id, OrganisationId = new OrganisationId(happened.OrganisationId) };
            db.SubBudgets.Add(row);
            db.Rolls.Add(new RollHead { SubBudgetId = id });
        }
        else if (happened.Version <= row.Version)
        {
            return;
        }

        var phase = Enum.TryParse<Phase>(happened.Phase, out var known) && Enum.IsDefined(known) ? known : Phase.Unknown;
        var isNews = row.Version == 0 || (row.Phase, row.IsPaused, row.IsAborted) != (phase, happened.Paused, happened.Aborted);
        row.Version = happened.Version;
        row.EditionId = new EditionId(happened.EditionId);
        row.Phase = phase;
        row.IsPaused = happened.Paused;
        row.IsAborted = happened.Aborted;
        row.IsRehearsal = happened.Rehearsal;
        row.VotingOpens = happened.Calendar.VotingOpens;
        row.VotingCloses = happened.Calendar.VotingCloses;
        row.ObjectionsClose = happened.Calendar.ObjectionsClose;
        Take(row, happened.RollRule);
        if (isNews)
        {
            await TellAsync(happened, cancellationToken);
        }
    }

    private Task TellAsync(SubBudgetChanged happened, CancellationToken cancellationToken)
    {
        var data = new
        {
            happened.SubBudgetId,
            happened.EditionId,
            happened.OrganisationId,
            happened.Rehearsal,
            happened.Phase,
            happened.Paused,
            happened.Aborted,
        };
        return announcements.AddAsync(new OrganisationId(happened.OrganisationId), happened.Rehearsal, WebhookEvents.PhaseChanged, data, cancellationToken);
    }

    private static void Take(SubBudgetRow row, RollRuleData rule)
    {
        row.MinAge = rule.MinAge;
        row.MaxAge = rule.MaxAge;
        row.AgeAsOf = rule.AsOf;
        row.Areas = [.. rule.Areas];
        row.Groups = [.. rule.Groups];
        row.GuardianUnder = rule.GuardianUnder;
        row.HasFreeChoice = rule.FreeChoice;
        row.Connections = [.. rule.Connections];
    }
}
