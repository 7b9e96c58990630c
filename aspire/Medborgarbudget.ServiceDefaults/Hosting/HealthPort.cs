using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>
/// A port of its own for whoever only asks how the process is (<c>Listen:HealthPort</c>; none unless set): a kubelet speaks HTTP/1.1, which
/// the port of a service without TLS does not. It answers <c>/health</c> and <c>/alive</c> and nothing else.
/// </summary>
internal static class HealthPort
{
    private const string Key = "Listen:HealthPort";

    public static WebApplicationBuilder AddHealthPort(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStartupFilter, NothingElse>();
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            if (context.Configuration.GetValue<int?>(Key) is { } port)
            {
                kestrel.ListenAnyIP(port, listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        return builder;
    }

    /// <summary>Stands before everything else of the host, so that nothing is served here by chance.</summary>
    private sealed class NothingElse(IConfiguration configuration) : IStartupFilter
    {
        private readonly int? _port = configuration.GetValue<int?>(Key);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            if (_port is not null)
            {
                app.Use((context, rest) => IsForHealth(context) ? rest(context) : NotFound(context));
            }

            next(app);
        };

        private static Task NotFound(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        private bool IsForHealth(HttpContext context) =>
            context.Connection.LocalPort != _port || context.Request.Path.Value is "/health" or "/alive";
    }
}
