using System.Security.Claims;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Authentication;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>The sign-in cookie between the e-ID and the authorization endpoint: who signed in, how and when. No token is in it.</summary>
internal sealed record Session(PersonId Person, SignIn SignIn, DateTimeOffset SignedInAt)
{
    /// <summary>Authentication scheme and the last part of the cookie's name.</summary>
    public const string Scheme = "mb-session";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public static async Task<Session?> ReadAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(Scheme);
        var valid = Id.TryParse<PersonId>(result.Principal?.FindFirstValue("sub"), out var person);
        return valid && result.Properties?.IssuedUtc is { } at
            ? new Session(person, result.Principal!.SignIn(), at)
            : null;
    }

    public static Task StartAsync(HttpContext context, PersonId person, SignIn signIn)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim("sub", person.ToString()),
                new Claim(TokenClaims.LevelOfAssurance, LevelNames.Write(signIn.Level)),
                new Claim(TokenClaims.Eid, signIn.Eid),
            ],
            Scheme);
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }
}
