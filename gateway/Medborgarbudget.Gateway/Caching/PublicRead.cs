using System.Collections.Frozen;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;

namespace Medborgarbudget.Gateway.Caching;

/// <summary>A read whose answer is the same for everybody.</summary>
/// <param name="Owner">The service that answers.</param>
/// <param name="Language">The only thing beside the address that an answer may depend on.</param>
internal sealed record PublicRead(string Owner, Freshness Freshness, PathString Path, QueryString Query, string Language)
{
    private static readonly FrozenDictionary<string, (string Owner, Freshness Freshness)> Routes = PublicApi.Operations
        .Select(operation => (operation.JsonRoute, operation.Owner, Freshness: Freshness.Of(operation)))
        .Where(operation => operation.Freshness is not null)
        .ToFrozenDictionary(operation => operation.JsonRoute, operation => (operation.Owner, operation.Freshness!));

    public string Key { get; } = $"{Language} {Path.Value}{Query.Value}";

    /// <summary>Null where the request is no public read, or carries anything by which its sender could be known.</summary>
    public static PublicRead? Of(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.Headers.Authorization.Count > 0 || request.Headers.Cookie.Count > 0)
        {
            return null;
        }

        var route = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId;
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        return route is not null && !hasBody && Routes.TryGetValue(route, out var found)
            ? new PublicRead(found.Owner, found.Freshness, request.Path, request.QueryString, ErrorTexts.PrefersSwedish(request) ? "sv" : "en")
            : null;
    }
}
