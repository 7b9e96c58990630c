using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>The bare limit that the path of a ballot is measured against: Kestrel reads a ballot from JSON and writes it back as JSON.</summary>
internal static class EchoServer
{
    private sealed record Body(string[] ProposalIds);

    public static Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(async context =>
        {
            var body = await JsonSerializer.DeserializeAsync<Body>(context.Request.Body, JsonSerializerOptions.Web);
            await context.Response.WriteAsJsonAsync(body, JsonSerializerOptions.Web);
        });
        return app.RunAsync();
    }
}
