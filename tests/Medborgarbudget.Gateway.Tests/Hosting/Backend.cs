using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>What stands behind the gateway under test: four services, a sign-in and a web, in one host on a unix socket.</summary>
internal static class Backend
{
    public static async Task<WebApplication> StartAsync(string socket, TestTokens tokens, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Listen:Socket"] = socket,
            ["Auth:Issuer"] = TestTokens.Issuer,
            ["Auth:KeysFile"] = tokens.KeysFile,
        });
        builder.AddServiceDefaults("network");
        builder.Services.AddSingleton<Arrivals>();
        builder.Services.AddSingleton<GatheredArrivals>();
        builder.Services.AddSingleton<Stage>();
        builder.Services.AddSingleton<Registered>();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<TinyNetwork>();
        app.MapGrpcService<TinyVoting>();
        app.MapGrpcService<TinyIntake>();
        app.MapGrpcService<TinyBudget>();
        app.MapGrpcService<TinyRoll>();
        app.MapGrpcService<TinyGuard>();
        app.MapGrpcService<TinyInternalScreening>();
        app.MapGrpcService<TinyClientDirectory>();
        app.MapPost("/connect/token", async (HttpContext http) =>
            http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))["client_id"] == "service-gateway"
            ? Results.Json(new { access_token = tokens.Service("gateway"), expires_in = 300 })
            : Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest));
        app.MapGet("/connect/authorize", (HttpContext http) => Results.Redirect($"http://{http.Request.Host}/signed-in"));
        app.MapGet("/", (HttpContext http) => Results.Text($"<h1>{http.Request.Host}</h1>", "text/html"));
        app.MapGet("/seen", Seen);
        app.MapGet("/connect/seen", Seen);
        app.MapGet("/nowhere", () => Results.Text("<h1>Sidan finns inte</h1>", "text/html", statusCode: StatusCodes.Status404NotFound));
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>What the gateway says of the caller.</summary>
    private static string Seen(HttpContext http) => $"{http.Request.Headers["X-Forwarded-Proto"]} {http.Request.Headers["X-Forwarded-For"]}";
}
