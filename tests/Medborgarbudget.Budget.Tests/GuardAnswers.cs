using System.Collections.Concurrent;
using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Budget.Tests;

/// <summary>A real gRPC server in place of the other services: it answers guards as the test says, and gives service tokens as Identity does.</summary>
public sealed class GuardAnswers : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Missing> _missing;

    private GuardAnswers(WebApplication app, string address, ConcurrentDictionary<string, Missing> missing) =>
        (_app, Address, _missing) = (app, address, missing);

    public string Address { get; }

    public static async Task<GuardAnswers> StartAsync(string folder)
    {
        var socket = Path.Combine(folder, "g");
        var missing = new ConcurrentDictionary<string, Missing>();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(missing);
        var app = builder.Build();
        app.MapGrpcService<Answers>();
        app.MapPost("/connect/token", () => Results.Json(new { access_token = "token-of-the-service", expires_in = 300 }));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GuardAnswers(app, $"unix:{socket}", missing);
    }

    /// <summary>From now on the sub-budget misses this fact.</summary>
    public void Miss(string subBudgetId, string code) => _missing[subBudgetId] = new Missing { Code = code, Message = code, Count = 1 };

    /// <summary>From now on nothing is missing.</summary>
    public void Satisfy(string subBudgetId) => _missing.TryRemove(subBudgetId, out _);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private sealed class Answers(ConcurrentDictionary<string, Missing> missing) : GuardService.GuardServiceBase
    {
        public override Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context) =>
            Task.FromResult(missing.TryGetValue(request.SubBudgetId, out var one) ? new AskGuardResponse { Missing = { one } } : new AskGuardResponse());
    }
}
