using System.Security.Claims;
using Medborgarbudget.Identity.Storage;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// Authorization codes and refresh tokens are taken once (RFC 6749 §4.1.2, RFC 9700 §4.14.2). OpenIddict would write a row for each when it is given, read it again
/// and change it when it is used; here each carries an id of its own, and one row says that it was used.
/// </summary>
internal sealed class SingleUse(SpentTokens spent)
{
    private const string Claim = "once";

    /// <summary>For so long a refresh token is taken again, as OpenIddict does: a frontend that asks twice at once does not lose its session.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    /// <summary>No token is written when it is given, and what may be used once gets its id.</summary>
    public static ValueTask Prepare(GenerateTokenContext context)
    {
        context.CreateTokenEntry = context.IsReferenceToken = context.PersistTokenPayload = false;
        if (context.TokenType is TokenTypeIdentifiers.Private.AuthorizationCode or TokenTypeIdentifiers.RefreshToken)
        {
            context.Principal.SetClaim(Claim, Guid.NewGuid().ToString());
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Uses the code or refresh token that the principal was read from; false when it must not be used again.</summary>
    public async Task<bool> SpendAsync(ClaimsPrincipal token, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(token.GetClaim(Claim), out var id) || token.GetExpirationDate() is not { } expires)
        {
            return false;
        }

        var ago = await spent.SpendAsync(id, expires, cancellationToken);
        return ago is null || (token.HasTokenType(TokenTypeIdentifiers.RefreshToken) && ago <= Leeway);
    }
}
