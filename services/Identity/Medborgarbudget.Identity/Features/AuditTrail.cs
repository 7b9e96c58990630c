using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Writes into the audit log of an organisation what the caller is doing, in the transaction that does it.</summary>
internal sealed class AuditTrail(AuditStore log, Caller caller, TimeProvider clock)
{
    /// <summary>As it stands in the log.</summary>
    public const string ThisService = "identity";

    /// <param name="subject">Id of the object, or what of it was read.</param>
    public Task NoteAsync(OrganisationId organisation, string subject, CancellationToken cancellationToken) =>
        NoteAsync(organisation, null, subject, cancellationToken);

    /// <summary>The same for what belongs to a sub-budget.</summary>
    public Task NoteAsync(SubBudgetRow subBudget, string subject, CancellationToken cancellationToken) =>
        NoteAsync(subBudget.OrganisationId, subBudget.Id, subject, cancellationToken);

    private Task NoteAsync(OrganisationId organisation, SubBudgetId? subBudget, string subject, CancellationToken cancellationToken) => log.AppendAsync(
        organisation,
        new AuditFact(ThisService, clock.GetUtcNow(), caller.Person, caller.ActingAs(organisation, subBudget)?.ToString() ?? "", caller.Operation, subject),
        cancellationToken);
}
