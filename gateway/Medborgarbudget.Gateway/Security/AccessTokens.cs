using Medborgarbudget.Gateway.Routing;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Gateway.Security;

/// <summary>
/// Refuses an access token that does not hold. A request without one is passed on: the service knows whether it needs one. Who may do
/// what is decided there too; the gateway only keeps forged and expired tokens out.
/// </summary>
internal sealed class AccessTokens(RequestDelegate next, IOptionsMonitor<JwtBearerOptions> options)
{
    /// <summary>
    /// A ballot token is not read here and no key is fetched for it: voting goes on while Identity is down.
    /// </summary>
    public static JwtBearerEvents OnlyWhereExpected() => new()
    {
        OnMessageReceived = context =>
        {
            if (ExpectedTokens.Of(context.HttpContext) != ExpectedToken.Access)
            {
                context.NoResult();
            }

            return Task.CompletedTask;
        },
    };

    public async Task InvokeAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (result.Failure is null)
        {
            await next(context);
        }
        else if (result.Failure is SecurityTokenSignatureKeyNotFoundException && !await AreKeysKnown(context.RequestAborted))
        {
            context.Fail(GeneralErrors.Unavailable);
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            context.Fail(GeneralErrors.Unauthenticated);
        }
    }

    /// <summary>False while Identity has never been reached: then nothing can be said of the token.</summary>
    private async Task<bool> AreKeysKnown(CancellationToken cancellationToken)
    {
        try
        {
            await options.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
