using Medborgarbudget.Identity.SimulatedEid;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>GET or POST /connect/authorize: a person with a session gets a code, one without is sent to the e-ID first.</summary>
internal sealed class AuthorizeEndpoint(PersonPrincipals principals, IdentitySettings settings, TimeProvider clock)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The authorization endpoint was reached without a request.");
        var session = await Session.ReadAsync(context);
        if (session is null || MustSignInAnew(request, session))
        {
            return request.HasPromptValue(PromptValues.None) ? Refuse(Errors.LoginRequired) : SendToEid(request);
        }

        var principal = await principals.MakeAsync(session.Person, session.LevelOfAssurance, request.GetScopes(), cancellationToken);
        return principal is null ? SendToEid(request) : Results.SignIn(principal, properties: null, Scheme);
    }

    private bool MustSignInAnew(OpenIddictRequest request, Session session) =>
        request.HasPromptValue(PromptValues.Login)
        || (request.MaxAge is { } seconds && clock.GetUtcNow() - session.SignedInAt > TimeSpan.FromSeconds(seconds));

    private IResult SendToEid(OpenIddictRequest request)
    {
        if (!settings.SimulatedEid)
        {
            return Refuse(Errors.TemporarilyUnavailable);
        }

        // What asked for a new sign-in is left out of the way back, or it would ask for ever.
        var parameters = request.GetParameters()
            .Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge))
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        return Results.Redirect(SimulatedEidPage.AddressFor("/connect/authorize" + QueryString.Create(parameters)));
    }

    private static IResult Refuse(string error) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }), [Scheme]);
}
