using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Ballots;

/// <summary>
/// A voter's way to the e-ID and back, for one ballot: not a sign-in, and nothing of it is kept on a server. Both values ride in her own encrypted cookie and are used once.
/// </summary>
/// <param name="State">Comes back with the answer: without it the answer belongs to no way that this browser went.</param>
/// <param name="Verifier">Proves to the API that the one who uses the code is the one who asked for it (RFC 7636); the address has its hash alone.</param>
internal sealed record EidErrand(string State, string Verifier)
{
    /// <summary>Where the issuer sends the browser back to.</summary>
    public const string ReturnPath = "/legitimerad";

    private const int Bytes = 32;

    public static EidErrand New() => new(Random(), Random());

    /// <summary>Where the issuer identifies somebody for the ballot.</summary>
    public Uri AddressAt(Uri issuer, Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var query = QueryString.Create("sub_budget", place.Id);
        if (place.SubBudget.OrganisationId is { Length: > 0 } organisation)
        {
            query = query.Add("organisation", organisation);
        }

        query = query.Add("state", State).Add("code_challenge", Challenge).Add("code_challenge_method", "S256");
        return new Uri(issuer, $"connect/ballot{query}");
    }

    /// <summary>Compares in constant time: how much of a guess is right cannot be measured.</summary>
    public bool IsAnsweredBy(string? state) =>
        state is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    private string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
