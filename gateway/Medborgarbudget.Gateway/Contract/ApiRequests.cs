namespace Medborgarbudget.Gateway.Contract;

/// <summary>Tells requests to the API from those to sign-in and to the web.</summary>
internal static class ApiRequests
{
    /// <summary>Addresses of JSON and names of gRPC services begin alike; routing does not look at case, so neither does this.</summary>
    public static bool IsApi(HttpRequest request) =>
        request.Path.Value?.StartsWith("/medborgarbudget", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>gRPC or gRPC-Web.</summary>
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
