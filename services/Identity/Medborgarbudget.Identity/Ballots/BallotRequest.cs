using System.Buffers.Text;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// What the web frontend asks with when somebody is to be identified for one ballot: <c>GET /connect/ballot</c> with <c>sub_budget</c>, <c>state</c>,
/// <c>code_challenge</c> and <c>code_challenge_method=S256</c> (RFC 7636 §4.3), and <c>organisation</c> if it knows it.
/// </summary>
/// <param name="State">Given back with the code, so that the frontend knows its own request again; up to 128 characters.</param>
/// <param name="Challenge">SHA-256 of the verifier, base64url.</param>
internal sealed record BallotRequest(SubBudgetId SubBudget, string State, string Challenge)
{
    public const string Path = "/connect/ballot";

    private const int LongestState = 128;

    /// <summary>Null when a parameter is missing, there twice, or not of its form.</summary>
    /// <param name="query">With the question mark.</param>
    public static BallotRequest? Read(string query)
    {
        var parameters = QueryHelpers.ParseQuery(query);
        var (state, challenge) = (Single("state"), Single("code_challenge"));
        return Id.TryParse<SubBudgetId>(Single("sub_budget"), out var subBudget)
            && state is { Length: > 0 and <= LongestState }
            && Single("code_challenge_method") == "S256"
            && challenge is not null && Base64Url.IsValid(challenge, out var bytes) && bytes == SHA256.HashSizeInBytes
            ? new BallotRequest(subBudget, state, challenge)
            : null;

        string? Single(string name) => parameters.TryGetValue(name, out var values) && values is [var only] ? only : null;
    }
}
