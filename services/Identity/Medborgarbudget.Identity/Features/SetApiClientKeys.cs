using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.Features;

/// <summary>Sets the public keys by which a third party's server proves itself. Who holds the private key is known to the third party alone.</summary>
internal sealed class SetApiClientKeys(ChangeApiClient change, IOpenIddictApplicationManager applications)
{
    public async Task<Result<ApiClientKeys>> Handle(SetApiClientKeysRequest request, CancellationToken cancellationToken)
    {
        var set = request.PublicKeys.Length == 0 ? new JsonWebKeySet() : PublicKeySet.Read(request.PublicKeys);
        if (set is null)
        {
            var fields = new Fields();
            fields.Fault("publicKeys", "must be 1 to 4 public keys, EC P-256 or RSA of 2,048 to 4,096 bits, as a JWK set or in PEM form");
            return fields.Error!;
        }

        var changed = await change.ApplyAsync(request.ApiClientId, client => client.SetKeys(), cancellationToken, client => KeepAsync(client, set, cancellationToken));
        return changed.Map(client => new ApiClientKeys { ClientId = client.Id.ClientId, KeyIds = { set.Keys.Select(key => key.Kid) } });
    }

    private async Task KeepAsync(ApiClient client, JsonWebKeySet set, CancellationToken cancellationToken)
    {
        var manager = (ClientManager)applications;
        var known = await manager.FindForChangeAsync(client.Id.ClientId, cancellationToken)
            ?? throw new InvalidOperationException("A registered client is not among OpenIddict's clients.");
        var wanted = new OpenIddictApplicationDescriptor();
        await manager.PopulateAsync(wanted, known, cancellationToken);
        wanted.JsonWebKeySet = set.Keys.Count == 0 ? null : set;
        await manager.UpdateAsync(known, wanted, cancellationToken);
    }
}
