using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Network.Features;

/// <summary>Registers an organisation that has expressed interest.</summary>
internal sealed class RegisterOrganisation(OrganisationStore organisations, Caller caller, TimeProvider clock)
{
    public async Task<Result<Organisation>> Handle(RegisterOrganisationRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var name = fields.Text(request.Name, "name", 2, 200);
        var kind = fields.Known((OrganisationKind)request.Kind, "kind");
        var slug = Slug.Read(fields, request.Slug);
        if (fields.Error is { } error)
        {
            return error;
        }

        var id = Id.New<OrganisationId>(clock.GetUtcNow());
        return caller.MayActIn(id)
            ? await organisations.Add(Organisation.Register(id, name, kind, slug, request.Rehearsal), cancellationToken)
            : GeneralErrors.Forbidden;
    }
}
