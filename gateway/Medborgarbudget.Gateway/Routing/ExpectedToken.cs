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
        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata;
        return Enum.TryParse<ExpectedToken>(metadata?.GetValueOrDefault(nameof(ExpectedToken)), out var expected) ? expected : ExpectedToken.None;
    }
}
