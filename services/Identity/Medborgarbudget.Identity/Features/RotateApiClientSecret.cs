using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Gives a confidential client a new secret. It stands in this answer and nowhere else; only its keyed hash is kept.</summary>
internal sealed class RotateApiClientSecret(ChangeApiClient change, KeyedHashes hashes, TimeProvider clock)
{
    private const int SecretBytes = 32;

    public async Task<Result<ApiClientSecret>> Handle(RotateApiClientSecretRequest request, CancellationToken cancellationToken)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var changed = await change.ApplyAsync(
            request.ApiClientId, client => client.RotateSecret(hashes.OfClientSecret(client.Id, secret), clock.GetUtcNow()), cancellationToken);
        return changed.Map(client => new ApiClientSecret
        {
            ClientId = client.Id.ClientId,
            ClientSecret = secret,
            FormerValidUntil = client.FormerSecretUntil is { } until ? Timestamp.FromDateTimeOffset(until) : null,
        });
    }
}
