using Microsoft.AspNetCore.Http.Features;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>Tells a connection when the request that the server took from it has ended, so that the next may be a plain ballot again.</summary>
internal sealed class RequestEnds(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsWithoutBody(context.Features))
        {
            Tell(context);
        }

        return next(context);
    }

    /// <summary>To be called for a request of which nothing is left to be read.</summary>
    public static void Tell(HttpContext context)
    {
        if (context.Features.Get<BallotConnection>() is { } connection)
        {
            context.Response.OnCompleted(Begin, connection);
        }
    }

    /// <summary>An upgraded connection is no longer one of requests, though such a request counts as one without a body.</summary>
    private static bool IsWithoutBody(IFeatureCollection features) =>
        features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } && features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true };

    private static Task Begin(object connection)
    {
        ((BallotConnection)connection).BeginRequest();
        return Task.CompletedTask;
    }
}
