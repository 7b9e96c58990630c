using System.Security.Claims;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.OpenId.ThirdParties;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>POST /connect/token. OpenIddict has checked client, code, verifier or refresh token before this is asked.</summary>
internal sealed class TokenEndpoint(PersonPrincipals principals, ThirdPartyClients thirdParties, SingleUse once)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The token endpoint was reached without a request.");
        var (isRefused, client) = await thirdParties.EnterAsync(request.ClientId, cancellationToken);
        if (isRefused)
        {
            return Refuse(Errors.UnauthorizedClient);
        }

        if (request.IsClientCredentialsGrantType())
        {
            return Results.SignIn(PersonPrincipals.OfClient(request.ClientId!), properties: null, Scheme);
        }

        var earlier = (await context.AuthenticateAsync(Scheme)).Principal;
        var known = Id.TryParse<PersonId>(earlier?.GetClaim(Claims.Subject), out var person);
        var principal = known && await once.SpendAsync(earlier!, cancellationToken) ? await Renew(earlier!, person, client, cancellationToken) : null;
        return principal is null ? Refuse(Errors.InvalidGrant) : Results.SignIn(principal, properties: null, Scheme);
    }

    private async Task<ClaimsPrincipal?> Renew(ClaimsPrincipal earlier, PersonId person, ApiClient? client, CancellationToken cancellationToken) =>
        client is null || await thirdParties.IsAgreedAsync(person, client, earlier.GetScopes(), cancellationToken)
            ? await principals.MakeAsync(person, earlier.SignIn(), earlier.GetScopes(), client, cancellationToken)
            : null;

    private static IResult Refuse(string error) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }), [Scheme]);
}
