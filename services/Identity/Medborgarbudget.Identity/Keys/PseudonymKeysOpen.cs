using Medborgarbudget.Identity.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Medborgarbudget.Identity.Keys;

/// <summary>Not ready while a key-encryption key that is needed is not in the vault: no voter could be given a token.</summary>
internal sealed class PseudonymKeysOpen(KeyStore keys, IKeyVault vault) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var needed in await keys.KeyEncryptionKeysAsync(cancellationToken))
        {
            if (!await vault.HoldsAsync(needed, cancellationToken))
            {
                return HealthCheckResult.Unhealthy($"The key-encryption key {needed} is missing.");
            }
        }

        return HealthCheckResult.Healthy();
    }
}
