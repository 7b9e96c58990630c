using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.Web.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using StackExchange.Redis;

namespace Medborgarbudget.Web.SignIn;

/// <summary>Sign-in by authorization code with PKCE against the gateway; the browser gets a session cookie and never a token.</summary>
internal static class Sessions
{
    /// <summary>Of a sign-in that begins on a sub-budget's page: the organisation, for the issuer to offer the e-IDs that are enough there.</summary>
    public const string Organisation = "organisation";

    private const string ClientId = "mb-web";

    private const int PatienceMilliseconds = 2_000;

    /// <summary>Of a session that nobody uses.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The issuer publishes a key an hour before it signs with it.</summary>
    private static readonly TimeSpan KeysKept = TimeSpan.FromMinutes(30);

    public static void AddSessions(this IServiceCollection services, WebOptions web)
    {
        services.AddDataProtection();
        services.AddMemoryCache();
        services.AddStore(web);
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
            .Configure<ISessionStore>((cookie, store) => cookie.SessionStore = store);
    }

    // In memory the keys of the cookies need not outlive the process either.
    private static void AddStore(this IServiceCollection services, WebOptions web)
    {
        if (web.Redis is not { } redis)
        {
            services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            services.AddSingleton<ISessionStore, MemorySessions>();
            return;
        }

        SecretFile.EnsureExists(web.KeyFile!, SharedProtection.NewSecret);
        var protection = SharedProtection.Read(web.KeyFile!);
        services.AddSingleton(protection).AddSingleton<IDataProtectionProvider>(protection);
        services.AddSingleton<IConnectionMultiplexer>(_ => Connect(redis));
        services.AddSingleton<ISessionStore, RedisSessions>();
    }

    /// <summary>A store that is away holds nobody up: its absence is noticed at once.</summary>
    private static ConnectionMultiplexer Connect(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = PatienceMilliseconds;
        return ConnectionMultiplexer.Connect(options);
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
        openId.AutomaticRefreshInterval = KeysKept;
        openId.Events.OnRedirectToIdentityProvider = context =>
        {
            if (context.Properties.Items.TryGetValue(Organisation, out var id) && id is { Length: > 0 })
            {
                context.ProtocolMessage.SetParameter(Organisation, id);
            }

            return Task.CompletedTask;
        };
        openId.Events.OnRemoteFailure = context =>
        {
            // Backed out, or the page was left open too long: nothing is lost, one may begin anew.
            context.Response.Redirect(SignInPages.Failed);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
