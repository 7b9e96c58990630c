using System.Security.Claims;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Federation;

/// <summary>How somebody signed in, as session and tokens carry it.</summary>
internal static class SignIns
{
    public static SignIn SignIn(this Caller caller) => new(caller.Eid, LevelNames.Read(caller.LevelOfAssurance));

    public static SignIn SignIn(this ClaimsPrincipal principal) =>
        new(principal.FindFirstValue(TokenClaims.Eid) ?? "", LevelNames.Read(principal.FindFirstValue(TokenClaims.LevelOfAssurance)));
}
