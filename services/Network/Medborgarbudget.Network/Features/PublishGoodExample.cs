using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Network.Features;

/// <summary>Publishes a reviewed good example.</summary>
internal sealed class PublishGoodExample(GoodExampleStore examples, Caller caller, TimeProvider clock)
{
    public async Task<Result<GoodExample>> Handle(PublishGoodExampleRequest request, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<GoodExampleId>(request.GoodExampleId, out var id))
        {
            return NetworkErrors.GoodExampleMissing;
        }

        var found = await examples.Find(id, cancellationToken);
        var allowed = found.Then<GoodExample>(draft => caller.MayActIn(draft.OrganisationId) ? draft : GeneralErrors.Forbidden);
        return allowed.Then(draft => draft.Publish(clock.GetUtcNow())).Succeeded(out var published, out var error)
            ? await examples.SavePublished(published, cancellationToken)
            : error;
    }
}
