using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// Where a browser goes after the sign-in: our own authorization endpoint, with what the client asked there; or what the web frontend asked to have somebody
/// identified for a ballot.
/// </summary>
internal sealed record WayBack(string Address)
{
    /// <summary>
    /// Parameter of an authorization request: the id of the organisation that the person wants to act or vote in. Only e-IDs that are
    /// enough for it are offered.
    /// </summary>
    public const string OrganisationParameter = "organisation";

    /// <summary>Where the client waits, if it named an address with https: scheme, host and port. Not checked to be the client's.</summary>
    public string? ClientOrigin =>
        QueryHelpers.ParseQuery(Address[Address.IndexOf('?', StringComparison.Ordinal)..]).TryGetValue("redirect_uri", out var text)
            && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && Uri.CheckHostName(uri.IdnHost) == UriHostNameType.Dns
            ? $"https://{uri.IdnHost}:{uri.Port}"
            : null;

    /// <summary>The organisation that the client named; null when it named none.</summary>
    public OrganisationId? Organisation =>
        QueryHelpers.ParseQuery(Address[Address.IndexOf('?', StringComparison.Ordinal)..]).TryGetValue(OrganisationParameter, out var text)
            && Id.TryParse<OrganisationId>(text, out var id)
            ? id
            : null;

    /// <summary>Null when she signs in.</summary>
    public BallotRequest? Ballot => Address.StartsWith(BallotRequest.Path + "?", StringComparison.Ordinal) ? BallotRequest.Read(Address[BallotRequest.Path.Length..]) : null;

    /// <summary>Null for any other address: anything else would make this an open redirect.</summary>
    public static WayBack? Read(string? address) =>
        address is not null && !address.Any(char.IsControl) && new WayBack(address) is var wayBack
            && (address.StartsWith("/connect/authorize?", StringComparison.Ordinal) || wayBack.Ballot is not null)
            ? wayBack
            : null;

    /// <summary>The way back of a sign-in that went through a broker; null when its state was lost.</summary>
    public static WayBack? Of(AuthenticationProperties? properties) => Read(properties?.RedirectUri);
}
