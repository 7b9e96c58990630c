using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.OpenId.ThirdParties;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>GET or POST /connect/authorize: a person with a session gets a code, one without is sent to the e-ID first.</summary>
internal sealed class AuthorizeEndpoint(
    PersonPrincipals principals, ThirdPartyClients thirdParties, Consents consents, IdentitySettings settings, TimeProvider clock)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The authorization endpoint was reached without a request.");
        var (isRefused, client) = await thirdParties.EnterAsync(request.ClientId, cancellationToken);
        if (isRefused)
        {
            return Refuse(Errors.UnauthorizedClient);
        }

        var session = await Session.ReadAsync(context);
        var wayBack = WayBackOf(request);
        if (session is null || MustSignInAnew(request, session) || !Suffices(session, wayBack))
        {
            return request.HasPromptValue(PromptValues.None) ? Refuse(Errors.LoginRequired) : SendToEid(wayBack);
        }

        if (client is not null && await consents.AskAsync(context, request, client, session.Person, cancellationToken) is { } answer)
        {
            return answer;
        }

        var principal = await principals.MakeForCodeAsync(session.Person, session.SignIn, request.GetScopes(), client, cancellationToken);
        return principal is null ? SendToEid(wayBack) : Results.SignIn(principal, properties: null, Scheme);
    }

    private bool MustSignInAnew(OpenIddictRequest request, Session session) =>
        request.HasPromptValue(PromptValues.Login)
        || (request.MaxAge is { } seconds && clock.GetUtcNow() - session.SignedInAt > TimeSpan.FromSeconds(seconds));

    private bool Suffices(Session session, WayBack wayBack) =>
        wayBack.Organisation is not { } organisation || settings.Trust.RuleOf(organisation).Accepts(session.SignIn);

    private IResult SendToEid(WayBack wayBack) => EidChoices.For(wayBack, settings) switch
    {
        [] => Refuse(Errors.TemporarilyUnavailable),
        [var only] => Results.Redirect(only.Address),
        _ => Results.Redirect(EidEndpoints.AddressFor(wayBack)),
    };

    // What asked for a new sign-in is left out of the way back, or it would ask for ever.
    private static WayBack WayBackOf(OpenIddictRequest request) =>
        new("/connect/authorize" + QueryString.Create(request.GetParameters()
            .Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge or Consents.Field))
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value))));

    private static IResult Refuse(string error) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }), [Scheme]);
}
