using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Network.Features;

/// <summary>Drafts a good example about a closed edition of a member.</summary>
internal sealed class DraftGoodExample(OrganisationStore organisations, GoodExampleStore examples, Caller caller, TimeProvider clock)
{
    public async Task<Result<GoodExample>> Handle(DraftGoodExampleRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var editionId = fields.Id<EditionId>(request.EditionId, "editionId");
        var title = fields.Text(request.Title, "title", 2, 200);
        var text = fields.Text(request.Text, "text", 2, 50_000);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await organisations.FindFor(caller, request.OrganisationId, cancellationToken)).Succeeded(out var organisation, out var refused))
        {
            return refused;
        }

        var edition = await examples.FindClosedEdition(editionId, cancellationToken);
        var drafted = GoodExample.Draft(organisation, edition, title, text, clock.GetUtcNow());
        return drafted.Succeeded(out var draft, out var cannot) ? await examples.Add(draft, cancellationToken) : cannot;
    }
}
