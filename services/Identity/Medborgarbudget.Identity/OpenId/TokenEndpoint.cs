using System.Security.Claims;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>POST /connect/token. OpenIddict has checked client, code, verifier or refresh token before this is asked.</summary>
internal sealed class TokenEndpoint(PersonPrincipals principals)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The token endpoint was reached without a request.");
        if (request.IsClientCredentialsGrantType())
        {
            return Results.SignIn(PersonPrincipals.OfService(request.ClientId!), properties: null, Scheme);
        }

        var earlier = (await context.AuthenticateAsync(Scheme)).Principal;
        var known = Id.TryParse<PersonId>(earlier?.GetClaim(Claims.Subject), out var person);
        var principal = known ? await Renew(earlier!, person, cancellationToken) : null;
        return principal is null ? Refuse() : Results.SignIn(principal, properties: null, Scheme);
    }

    private Task<ClaimsPrincipal?> Renew(ClaimsPrincipal earlier, PersonId person, CancellationToken cancellationToken) =>
        principals.MakeAsync(person, earlier.SignIn(), earlier.GetScopes(), cancellationToken);

    private static IResult Refuse() => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
        }),
        [Scheme]);
}
