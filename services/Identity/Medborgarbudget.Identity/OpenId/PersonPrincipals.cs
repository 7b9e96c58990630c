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
/// What a token says of a person: opaque id, how she signed in, the roles as they are now that this is enough for; her name only in the identity token. Read anew
/// for every token, so that a role taken away is gone within the five minutes of an access token.
/// </summary>
internal sealed class PersonPrincipals(PersonStore persons, RolesOf roles)
{
    /// <summary>Null when there is no such person. For a third-party client nothing of what she holds is in it, and of the scopes only what the client may have now.</summary>
    public async Task<ClaimsPrincipal?> MakeAsync(
        PersonId id, SignIn signIn, ImmutableArray<string> scopes, ApiClient? thirdParty, CancellationToken cancellationToken)
    {
        if (await persons.FindAsync(id, cancellationToken) is not { } person)
        {
            return null;
        }

        var identity = IdentityOf(person, signIn, scopes, thirdParty);
        identity.SetClaim(Claims.Name, person.Name);
        var (held, withheld) = thirdParty is null ? await roles.ReadAsync(person, signIn, cancellationToken) : ([], []);
        AddRoles(identity, TokenClaims.Roles, held);
        if (withheld.Count > 0)
        {
            AddRoles(identity, TokenClaims.WithheldRoles, withheld);
        }

        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>
    /// What an authorization code says, which stands in an address: who, and how she signed in. The rest is read when the code is exchanged. Null when there is no
    /// such person.
    /// </summary>
    public async Task<ClaimsPrincipal?> MakeForCodeAsync(PersonId id, SignIn signIn, ImmutableArray<string> scopes, ApiClient? thirdParty, CancellationToken cancellationToken) =>
        await persons.FindAsync(id, cancellationToken) is { } person ? new ClaimsPrincipal(IdentityOf(person, signIn, scopes, thirdParty)) : null;

    /// <summary>A client itself, a service of ours or a third party's: its client id and no right of any person.</summary>
    public static ClaimsPrincipal OfClient(string clientId)
    {
        var identity = new ClaimsIdentity("medborgarbudget", Claims.Name, TokenClaims.Roles);
        identity.SetClaim(Claims.Subject, clientId);
        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    private static ClaimsIdentity IdentityOf(Person person, SignIn signIn, ImmutableArray<string> scopes, ApiClient? thirdParty)
    {
        var identity = new ClaimsIdentity("medborgarbudget", Claims.Name, TokenClaims.Roles);
        identity.SetClaim(Claims.Subject, person.Id.ToString())
            .SetClaim(TokenClaims.LevelOfAssurance, LevelNames.Write(signIn.Level))
            .SetClaim(TokenClaims.Eid, signIn.Eid)
            .SetScopes(thirdParty is null ? scopes : scopes.Except(ThirdPartyScopes.All).Concat(scopes.Intersect(thirdParty.ScopesNow)));
        return identity;
    }

    // As JSON, so that one role and none are arrays too.
    private static void AddRoles(ClaimsIdentity identity, string claim, IEnumerable<HeldRole> roles) =>
        identity.AddClaim(new Claim(claim, JsonSerializer.Serialize(roles.Select(RoleNames.Write)), JsonClaimValueTypes.JsonArray));

    private static IEnumerable<string> DestinationsOf(Claim claim) => claim.Type switch
    {
        Claims.Name => claim.Subject!.HasScope(Scopes.Profile) ? [Destinations.IdentityToken] : [],
        TokenClaims.Roles or TokenClaims.LevelOfAssurance => [Destinations.AccessToken, Destinations.IdentityToken],
        _ => [Destinations.AccessToken],
    };
}
