using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// What a token says of a person: opaque id, level of assurance, roles as they are now; her name only in the identity token. Read anew
/// for every token, so that a role taken away is gone within the five minutes of an access token.
/// </summary>
internal sealed class PersonPrincipals(PersonStore persons, RolesOf roles)
{
    /// <summary>Null when there is no such person.</summary>
    public async Task<ClaimsPrincipal?> MakeAsync(
        PersonId id, string levelOfAssurance, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        if (await persons.FindAsync(id, cancellationToken) is not { } person)
        {
            return null;
        }

        var held = (await roles.ReadAsync(person, cancellationToken)).Select(RoleNames.Write);
        var identity = new ClaimsIdentity("medborgarbudget", Claims.Name, TokenClaims.Roles);
        identity.SetClaim(Claims.Subject, id.ToString())
            .SetClaim(Claims.Name, person.Name)
            .SetClaim(TokenClaims.LevelOfAssurance, levelOfAssurance);

        // As JSON, so that one role and none are arrays too.
        identity.AddClaim(new Claim(TokenClaims.Roles, JsonSerializer.Serialize(held), JsonClaimValueTypes.JsonArray));
        identity.SetScopes(scopes);
        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>A service of ours: its client id and no right of any person.</summary>
    public static ClaimsPrincipal OfService(string clientId)
    {
        var identity = new ClaimsIdentity("medborgarbudget", Claims.Name, TokenClaims.Roles);
        identity.SetClaim(Claims.Subject, clientId);
        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    private static IEnumerable<string> DestinationsOf(Claim claim) => claim.Type switch
    {
        Claims.Name => claim.Subject!.HasScope(Scopes.Profile) ? [Destinations.IdentityToken] : [],
        TokenClaims.Roles or TokenClaims.LevelOfAssurance => [Destinations.AccessToken, Destinations.IdentityToken],
        _ => [Destinations.AccessToken],
    };
}
