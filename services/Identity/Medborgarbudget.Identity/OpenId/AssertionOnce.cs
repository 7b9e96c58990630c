using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Identity.Storage;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// A client's assertion (<c>private_key_jwt</c>, RFC 7523 §3) is taken once, and only a short one: whoever reads it on its way can do nothing with it. OpenIddict
/// has checked signature, issuer, subject, audience and age before.
/// </summary>
internal sealed class AssertionOnce(SpentTokens spent, TimeProvider clock) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    /// <summary>The most that an assertion may have left: for so long its id is remembered.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>After everything else has been checked of it: an assertion that does not hold uses nothing up.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseScopedHandler<AssertionOnce>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientSecret.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertionPrincipal is not { } assertion)
        {
            return;
        }

        var (id, expires) = (assertion.GetClaim(Claims.JwtId), assertion.GetExpirationDate());
        if (string.IsNullOrEmpty(id) || expires is null || expires > clock.GetUtcNow() + LongestLife + Skew)
        {
            context.Reject(Errors.InvalidClient, "The assertion needs jti and exp, at most five minutes ahead.");
        }
        else if (await spent.SpendAsync(IdOf(context.ClientId, id), expires.Value + Skew, context.CancellationToken) is not null)
        {
            context.Reject(Errors.InvalidClient, "The assertion has been used.");
        }
    }

    /// <summary>Of client and jti together: two clients may choose the same.</summary>
    private static Guid IdOf(string? client, string id) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"client_assertion|{client}|{id}")).AsSpan(0, 16));
}
