using Yarp.ReverseProxy.Model;

namespace Medborgarbudget.Gateway.Routing;

/// <summary>What a bearer token on a route is.</summary>
internal enum ExpectedToken
{
    /// <summary>None that the gateway knows of.</summary>
    None,

    /// <summary>An access token: read here, and again by the service.</summary>
    Access,

    /// <summary>A ballot token: only Voting reads it.</summary>
    Ballot,

    /// <summary>Identity's own business.</summary>
    Own,
}

internal static class ExpectedTokens
{
    public static ExpectedToken Of(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OwnService>() is not null)
        {
            return ExpectedToken.Access;
        }

        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata;
        return Enum.TryParse<ExpectedToken>(metadata?.GetValueOrDefault(nameof(ExpectedToken)), out var expected) ? expected : ExpectedToken.None;
    }
}

/// <summary>Marks the addresses of a service that the gateway serves itself.</summary>
internal sealed record OwnService
{
    public static readonly OwnService Instance = new();
}
