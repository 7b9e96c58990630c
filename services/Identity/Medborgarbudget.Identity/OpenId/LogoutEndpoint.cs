using Medborgarbudget.Identity.Federation;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// GET or POST /connect/logout (OpenID Connect RP-Initiated Logout 1.0). The session ends when the client proves with the person's own identity token that it is
/// hers, or when she says so on our page: a link or a picture on another site signs nobody out. Then the broker is told, where it wants to know.
/// </summary>
internal sealed class LogoutEndpoint(IdentitySettings settings, BrokerSignOut brokers)
{
    public const string Path = "/connect/logout";

    /// <summary>The field of our page's form.</summary>
    public const string Field = "confirm";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The logout endpoint was reached without a request.");
        var session = await Session.ReadAsync(context);
        if (session is not null && !IsConfirmed(context.Request, request) && !await IsHersAsync(context, session))
        {
            await EidPages.ConfirmSignOutAsync(context, request);
            return;
        }

        await context.SignOutAsync(Session.Scheme);
        if (session is not null && await brokers.AddressAsync(session.SignIn, WayBackOf(request), cancellationToken) is { } address)
        {
            await EidPages.LeaveAsync(context, address);
            return;
        }

        await Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Scheme]).ExecuteAsync(context);
    }

    // OpenIddict has checked that we signed the token; it may be older than its lifetime, for a session lives longer.
    private static async Task<bool> IsHersAsync(HttpContext context, Session session) =>
        (await context.AuthenticateAsync(Scheme)).Principal?.GetClaim(Claims.Subject) == session.Person.ToString();

    // Only our own page says yes. Programs send no Origin.
    private bool IsConfirmed(HttpRequest http, OpenIddictRequest request)
    {
        var origin = http.Headers.Origin.ToString();
        var isOurs = origin.Length == 0 || origin == settings.Issuer.GetLeftPart(UriPartial.Authority) || origin == $"{http.Scheme}://{http.Host}";
        return http.Method == HttpMethods.Post && isOurs && (string?)request.GetParameter(Field) == "yes";
    }

    // The same request again, which finds no session any more.
    private static string WayBackOf(OpenIddictRequest request) =>
        Path + QueryString.Create(request.GetParameters()
            .Where(parameter => parameter.Key != Field)
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value)));
}
