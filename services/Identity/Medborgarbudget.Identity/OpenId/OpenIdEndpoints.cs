using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.SimulatedEid;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>The addresses under /connect and /eid, and the simulated e-ID where it is switched on.</summary>
internal static class OpenIdEndpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapOpenId(this WebApplication app, IdentitySettings settings)
    {
        app.MapMethods("/connect/authorize", ["GET", "POST"], (HttpContext context, AuthorizeEndpoint endpoint, CancellationToken cancellationToken) =>
            endpoint.HandleAsync(context, cancellationToken));
        app.MapPost("/connect/token", (HttpContext context, TokenEndpoint endpoint, CancellationToken cancellationToken) =>
            endpoint.HandleAsync(context, cancellationToken));
        app.MapMethods("/connect/userinfo", ["GET", "POST"], UserInfo);
        app.MapMethods(LogoutEndpoint.Path, ["GET", "POST"], (HttpContext context, LogoutEndpoint endpoint, CancellationToken cancellationToken) =>
            endpoint.HandleAsync(context, cancellationToken));
        app.MapBrokers();
        if (settings.SimulatedEid)
        {
            app.MapSimulatedEid();
        }
    }

    private static async Task<IResult> UserInfo(HttpContext context, PersonStore persons, CancellationToken cancellationToken)
    {
        var principal = (await context.AuthenticateAsync(Scheme)).Principal;
        if (!Id.TryParse<PersonId>(principal?.GetClaim(Claims.Subject), out var id) || await persons.FindAsync(id, cancellationToken) is not { } person)
        {
            return Results.Challenge(authenticationSchemes: [Scheme]);
        }

        var answer = new Dictionary<string, string> { [Claims.Subject] = id.ToString() };
        if (principal!.HasScope(Scopes.Profile))
        {
            answer[Claims.Name] = person.Name;
        }

        return Results.Json(answer);
    }
}
