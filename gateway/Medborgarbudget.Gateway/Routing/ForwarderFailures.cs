using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;

namespace Medborgarbudget.Gateway.Routing;

/// <summary>Says in the API's own terms why a request did not get through to its service.</summary>
internal static class ForwarderFailures
{
    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        await next(context);
        Translate(context);
    }

    public static void Translate(HttpContext context)
    {
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted)
        {
            return;
        }

        switch (failure.Error)
        {
            case ForwarderError.RequestTimedOut:
                context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
                break;
            case ForwarderError.RequestBodyClient or ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled:
                break;
            default:
                context.Fail(GeneralErrors.Unavailable);
                break;
        }
    }
}
