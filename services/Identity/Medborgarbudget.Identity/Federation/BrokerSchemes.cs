using Medborgarbudget.Identity.OpenId;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Federation;

/// <summary>One authentication scheme per broker: authorization code with PKCE, state and nonce, by the framework's own handler.</summary>
internal static class BrokerSchemes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // No algorithm with a shared secret, and not "none": only who holds the broker's private key has signed.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddBrokers(this WebApplicationBuilder builder, IdentitySettings settings)
    {
        builder.Services.AddScoped<BrokerSignIn>().AddScoped<BrokerSignOut>().AddScoped<EidPages>().AddScoped<SignInEnd>().AddScoped<BallotEndpoint>();
        var authentication = builder.Services.AddAuthentication();
        foreach (var broker in settings.Trust.Brokers)
        {
            authentication.AddOpenIdConnect(broker.Scheme, broker.TitleEn, options => Configure(options, broker, settings.Issuer));
        }

        // The handler writes what a broker says of a failure, which may be about a person; BrokerSignIn writes what may be read.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None);
    }

    private static void Configure(OpenIdConnectOptions options, Broker broker, Uri ourselves)
    {
        options.Authority = broker.Issuer.AbsoluteUri;
        options.RequireHttpsMetadata = broker.Issuer.Scheme == Uri.UriSchemeHttps;
        options.ClientId = broker.ClientId;
        options.ClientSecret = broker.ClientSecret;
        options.CallbackPath = broker.CallbackPath;
        options.SignInScheme = Session.Scheme;
        options.ResponseType = OpenIdConnectResponseType.Code;

        // An answer in the address comes with cookies of SameSite=Lax; the code in it is worth nothing without our verifier.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.BackchannelTimeout = Patience;

        // Always asked anew: at a shared device the one before must not be signed in again.
        options.Prompt = OpenIdConnectPrompt.Login;
        options.Scope.Clear();
        foreach (var scope in broker.Scopes.Prepend(OpenIdConnectScope.OpenId).Distinct())
        {
            options.Scope.Add(scope);
        }

        options.SaveTokens = false;
        options.TokenHandler = new SignedTokens();
        options.MapInboundClaims = false;
        options.ClaimActions.Clear();
        Trust(options.TokenValidationParameters, broker);
        KeepCookies(options, broker, ourselves.Scheme == Uri.UriSchemeHttps);
        options.Events = EventsOf(broker, ourselves);
    }

    // The issuer of the configuration, not the one that a document found at its address names.
    private static void Trust(TokenValidationParameters parameters, Broker broker)
    {
        parameters.IssuerValidator = (issuer, _, _) => issuer == broker.Issuer.OriginalString
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("The issuer is not the broker's.");
        parameters.ValidAudience = broker.ClientId;
        parameters.ValidAlgorithms = Algorithms;
    }

    private static void KeepCookies(OpenIdConnectOptions options, Broker broker, bool isHttps)
    {
        var prefix = isHttps ? "__Host-" : "";
        options.CorrelationCookie.Name = $"{prefix}mb-eid-{broker.Name}.";
        options.NonceCookie.Name = $"{prefix}mb-nonce-{broker.Name}.";
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.Path = "/";
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }
    }

    private static OpenIdConnectEvents EventsOf(Broker broker, Uri ourselves)
    {
        var assertion = broker.ClientKey is { } key ? new ClientAssertion(broker, key) : null;
        return new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                // The public address: behind the gateway this service is asked in plain http.
                context.ProtocolMessage.RedirectUri = new Uri(ourselves, broker.CallbackPath).AbsoluteUri;
                return Task.CompletedTask;
            },
            OnMessageReceived = context =>
            {
                // RFC 9207: a broker that names itself in its answer must be the one that was asked.
                if (context.ProtocolMessage.Iss is { } issuer && issuer != broker.Issuer.OriginalString)
                {
                    context.Fail("The answer is another broker's.");
                }

                return Task.CompletedTask;
            },
            OnPushAuthorization = context =>
            {
                if (assertion is not null)
                {
                    assertion.AddTo(context.ProtocolMessage, context.HttpContext);
                    context.HandleClientAuthentication();
                }

                return Task.CompletedTask;
            },
            OnAuthorizationCodeReceived = context =>
            {
                assertion?.AddTo(context.TokenEndpointRequest!, context.HttpContext);
                return Task.CompletedTask;
            },
            OnTicketReceived = context => Of(context.HttpContext).CompleteAsync(context, broker),
            OnAccessDenied = context => Of(context.HttpContext).CancelAsync(context),
            OnRemoteFailure = context => Of(context.HttpContext).FailAsync(context, broker),
        };
    }

    private static BrokerSignIn Of(HttpContext context) => context.RequestServices.GetRequiredService<BrokerSignIn>();

    // The framework takes an unsigned identity token that came over its own connection (OpenID Connect Core §3.1.3.7); we take none.
    private sealed class SignedTokens : JsonWebTokenHandler
    {
        public SignedTokens() => MapInboundClaims = false;

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            validationParameters.RequireSignedTokens = true;
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }
}
