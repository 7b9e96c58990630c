using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId.ThirdParties;

/// <summary>Asks a person before a third-party client gets a code with her name in it: once, until it wants more or she withdraws.</summary>
internal sealed class Consents(ThirdPartyClients thirdParties, ApiClientStore clients, IdentitySettings settings, TimeProvider clock)
{
    /// <summary>The field of the form that carries her answer.</summary>
    public const string Field = "consent";

    public const string Yes = "yes";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>Null when she has agreed, before or now; else what the browser is answered.</summary>
    public async Task<IResult?> AskAsync(HttpContext context, OpenIddictRequest request, ApiClient client, PersonId person, CancellationToken cancellationToken)
    {
        var asked = ThirdPartyClients.Asked(client, request.GetScopes());
        if (AnswerIn(context.Request, request) is { } answer)
        {
            return answer == Yes ? await KeepAsync(person, client, asked, cancellationToken) : Refuse(Errors.AccessDenied);
        }

        if (!request.HasPromptValue(PromptValues.Consent) && await thirdParties.IsAgreedAsync(person, client, asked, cancellationToken))
        {
            return null;
        }

        return request.HasPromptValue(PromptValues.None)
            ? Refuse(Errors.ConsentRequired)
            : ConsentPage.Show(context, request, client, await clients.OrganisationNameAsync(client.OrganisationId, cancellationToken), asked);
    }

    private async Task<IResult?> KeepAsync(PersonId person, ApiClient client, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var consent = new ApiClientConsentRow { PersonId = person, ApiClientId = client.Id, Scopes = scopes, GivenAt = clock.GetUtcNow() };
        await clients.KeepConsentAsync(consent, cancellationToken);
        return null;
    }

    // Only the form says yes, and only from our own page: the client itself writes the address of a GET. Programs send no Origin.
    private string? AnswerIn(HttpRequest http, OpenIddictRequest request)
    {
        var origin = http.Headers.Origin.ToString();
        var isOurs = origin.Length == 0 || origin == settings.Issuer.GetLeftPart(UriPartial.Authority) || origin == $"{http.Scheme}://{http.Host}";
        return http.Method == HttpMethods.Post && isOurs ? (string?)request.GetParameter(Field) : null;
    }

    private static IResult Refuse(string error) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }), [Scheme]);
}
