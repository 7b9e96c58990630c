using System.Net;
using System.Text;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>Serves <c>examples/frontend</c> from an origin of its own, with the settings that its README tells to write.</summary>
internal sealed class ExampleFrontend : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["index.html"] = "text/html; charset=utf-8", ["app.js"] = "text/javascript", ["style.css"] = "text/css", ["settings.json"] = "application/json",
    };

    private WebApplication? _app;

    /// <summary>Known before it is served, since it is registered with the client.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}/");

    public async Task StartAsync(Uri gateway, string clientId, string subBudget, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port));
        _app = builder.Build();
        var written = new Dictionary<string, string>
        {
            ["http://localhost:5080"] = gateway.GetLeftPart(UriPartial.Authority),
            ["app-00000000000000000000000000000000"] = clientId,
            ["00000000-0000-0000-0000-000000000000"] = subBudget,
        };
        _app.Run(context => ServeAsync(context, written));
        await _app.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }
    }

    private static async Task ServeAsync(HttpContext context, IReadOnlyDictionary<string, string> written)
    {
        var name = context.Request.Path.Value is "/" ? "index.html" : context.Request.Path.Value!.TrimStart('/');
        if (!Types.TryGetValue(name, out var type))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "frontend", name), context.RequestAborted);
        context.Response.ContentType = type;
        context.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        await context.Response.WriteAsync(written.Aggregate(text, (all, one) => all.Replace(one.Key, one.Value, StringComparison.Ordinal)), Encoding.UTF8);
    }
}
