using Medborgarbudget.Gateway.Routing;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Clients;

/// <summary>The kill switch: what a suspended or removed client still holds is refused here, before it has run out. Behind the reading of access tokens.</summary>
internal sealed class StoppedClients(RequestDelegate next, KnownClients clients)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (clients.AnyStopped && ClientOf(context) is { } client && clients.IsStopped(client))
        {
            context.Fail(ClientErrors.Stopped);
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static string? ClientOf(HttpContext context) => ExpectedTokens.Of(context) == ExpectedToken.Ballot
        ? BallotTokenClient.Read(context.Request.Headers.Authorization.ToString())
        : context.User.FindFirst("client_id")?.Value;
}
