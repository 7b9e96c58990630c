using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;

namespace Medborgarbudget.Network.Features;

/// <summary>Publishes a reviewed good example.</summary>
internal sealed class PublishGoodExample(GoodExampleStore examples, TimeProvider clock)
{
    public async Task<Result<GoodExample>> Handle(PublishGoodExampleRequest request, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<GoodExampleId>(request.GoodExampleId, out var id))
        {
            return NetworkErrors.GoodExampleMissing;
        }

        var found = await examples.Find(id, cancellationToken);
        return found.Then(draft => draft.Publish(clock.GetUtcNow())).Succeeded(out var published, out var error)
            ? await examples.SavePublished(published, cancellationToken)
            : error;
    }
}
