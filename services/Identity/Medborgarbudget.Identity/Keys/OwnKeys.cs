using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Medborgarbudget.Identity.Keys;

/// <summary>The public keys of access tokens as this service knows them itself: it need not fetch them over the network.</summary>
internal sealed class OwnKeys(KeyRing keys) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var own = new OpenIdConnectConfiguration();
        foreach (var key in keys.Access)
        {
            own.SigningKeys.Add(key);
        }

        return Task.FromResult(own);
    }

    public void RequestRefresh()
    {
        // What is given is always the newest.
    }
}
