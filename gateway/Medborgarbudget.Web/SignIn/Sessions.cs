using Medborgarbudget.Web.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Medborgarbudget.Web.SignIn;

/// <summary>Sign-in by authorization code with PKCE against the gateway; the browser gets a session cookie and never a token.</summary>
internal static class Sessions
{
    private const string ClientId = "mb-web";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static void AddSessions(this IServiceCollection services, WebOptions web)
    {
        // Sessions are in memory, so the keys of their cookies need not outlive the process either.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddMemoryCache();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<TokenRenewal>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "__Host-session";
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                cookie.ExpireTimeSpan = Lifetime;
                cookie.Events.OnValidatePrincipal = context =>
                    context.HttpContext.RequestServices.GetRequiredService<TokenRenewal>().RenewAsync(context);
            })
            .AddOpenIdConnect(openId => Configure(openId, web));
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore>((cookie, store) => cookie.SessionStore = store);
    }

    private static void Configure(OpenIdConnectOptions openId, WebOptions web)
    {
        openId.Authority = web.Issuer.ToString();
        openId.RequireHttpsMetadata = web.Issuer.Scheme == Uri.UriSchemeHttps;
        openId.BackchannelHttpHandler = new Backchannel(web);
        openId.ClientId = ClientId;
        openId.ClientSecret = web.ClientSecret;
        openId.ResponseType = OpenIdConnectResponseType.Code;

        // An answer in the address comes with cookies of SameSite=Lax; one in a form would need SameSite=None.
        openId.ResponseMode = OpenIdConnectResponseMode.Query;
        openId.Scope.Clear();
        openId.Scope.Add("openid");
        openId.Scope.Add("profile");
        openId.Scope.Add("offline_access");
        openId.SaveTokens = true;
        openId.MapInboundClaims = false;
        openId.TokenValidationParameters.NameClaimType = "name";
        foreach (var cookie in new[] { openId.CorrelationCookie, openId.NonceCookie })
        {
            cookie.Name = "__Host-signin.";
            cookie.Path = "/";
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.Always;
        }

        openId.NonceCookie.Name = "__Host-nonce.";
        openId.Events.OnRemoteFailure = context =>
        {
            // Backed out, or the page was left open too long: nothing is lost, one may begin anew.
            context.Response.Redirect(SignInPages.Failed);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
