using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;

namespace Medborgarbudget.Network.Features;

/// <summary>Reads published good examples; a draft is missing for everybody.</summary>
internal sealed class ReadGoodExamples(GoodExampleStore examples)
{
    public async Task<Result<GoodExample>> Handle(GetGoodExampleRequest request, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<GoodExampleId>(request.GoodExampleId, out var id))
        {
            return NetworkErrors.GoodExampleMissing;
        }

        var found = await examples.Find(id, cancellationToken);
        return found.Then<GoodExample>(example => example.IsPublished ? example : NetworkErrors.GoodExampleMissing);
    }

    public async Task<Result<Page<GoodExample>>> Handle(ListGoodExamplesRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        return fields.Error is { } error ? error : await examples.ListPublished(page, cancellationToken);
    }
}
