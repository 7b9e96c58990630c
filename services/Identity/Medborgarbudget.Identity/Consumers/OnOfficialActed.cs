using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>
/// Chains what an official has done in another service into the organisation's audit log, in the order of arrival. The organisation need not be known
/// here yet: its log begins with its registration.
/// </summary>
internal sealed class OnOfficialActed(AuditStore log, Delivery delivery) : IConsumer<OfficialActed>
{
    public Task HandleAsync(OfficialActed happened, CancellationToken cancellationToken)
    {
        var (service, at) = (delivery.Envelope.Source, delivery.Envelope.Time);
        if (service == AuditTrail.ThisService)
        {
            throw new InvalidOperationException("What is done in this service is written where it is done and never told.");
        }

        var fact = new AuditFact(service, at, new PersonId(happened.PersonId), happened.Role, happened.Action, happened.Subject.ToString());
        return log.AppendAsync(new OrganisationId(happened.OrganisationId), fact, cancellationToken);
    }
}
