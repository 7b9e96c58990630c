using System.Globalization;
using Medborgarbudget.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Medborgarbudget.Web.SignIn;

/// <summary>Renews the access token of a session shortly before it ends; a session that cannot be renewed is over.</summary>
internal sealed class TokenRenewal(
    IOptionsMonitor<OpenIdConnectOptions> openId, WebOptions web, TimeProvider clock, ILogger<TokenRenewal> logger)
{
    private const string ExpiresAt = "expires_at";

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    public async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        var end = context.Properties.GetTokenValue(ExpiresAt);
        if (!DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var expires)
            || clock.GetUtcNow() < expires - Margin)
        {
            return;
        }

        if (context.Properties.GetTokenValue("refresh_token") is { } refresh && await Ask(refresh, context.HttpContext.RequestAborted) is { } tokens)
        {
            context.Properties.UpdateTokenValue("access_token", tokens.AccessToken);
            context.Properties.UpdateTokenValue("refresh_token", tokens.RefreshToken ?? refresh);
            var seconds = int.Parse(tokens.ExpiresIn, CultureInfo.InvariantCulture);
            context.Properties.UpdateTokenValue(ExpiresAt, clock.GetUtcNow().AddSeconds(seconds).ToString("o", CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
        }
        else if (clock.GetUtcNow() >= expires)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }

    private async Task<OpenIdConnectMessage?> Ask(string refreshToken, CancellationToken cancellationToken)
    {
        var options = openId.Get(OpenIdConnectDefaults.AuthenticationScheme);
        try
        {
            var server = await options.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = refreshToken,
                ["client_id"] = options.ClientId!,
                ["client_secret"] = web.ClientSecret ?? "",
            });
            using var response = await options.Backchannel.PostAsync(new Uri(server.TokenEndpoint), form, cancellationToken);
            return response.IsSuccessStatusCode ? new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(cancellationToken)) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            logger.LogWarning(exception, "A session was not renewed");
            return null;
        }
    }
}
