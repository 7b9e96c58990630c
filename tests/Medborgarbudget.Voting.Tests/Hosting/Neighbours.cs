using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Voting.Tests.Hosting;

/// <summary>The other services that Voting asks, on a socket of their own: Screening's feasible proposals, Identity's tokens and keys.</summary>
public sealed class Neighbours : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Neighbours(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    /// <summary>What Screening answers, by sub-budget.</summary>
    public ConcurrentDictionary<string, ListFeasibleProposalsResponse> Feasible => _app.Services.GetRequiredService<Answers>().Feasible;

    /// <summary>What Identity answers when it is asked for officers' marks, by sub-budget; nobody is marked where there is nothing.</summary>
    public ConcurrentDictionary<string, Result<ChannelMarks>> Marks => _app.Services.GetRequiredService<Answers>().Marks;

    public static async Task<Neighbours> StartAsync(string folder, string ballotKeysFile)
    {
        var socket = Path.Combine(folder, "n");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Answers>();
        var app = builder.Build();
        app.MapGrpcService<Screening>();
        app.MapGrpcService<Roll>();
        app.MapPost("/connect/token", () => Results.Json(new { access_token = "test", expires_in = 300 }));
        app.MapGet("/.well-known/ballot-jwks", () => Results.Text(File.ReadAllText(ballotKeysFile), "application/json"));
        await app.StartAsync();
        return new Neighbours(app, $"unix:{socket}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Answers
    {
        public ConcurrentDictionary<string, ListFeasibleProposalsResponse> Feasible { get; } = [];

        public ConcurrentDictionary<string, Result<ChannelMarks>> Marks { get; } = [];
    }

    private sealed class Roll(Answers answers) : ElectorateService.ElectorateServiceBase
    {
        public override Task<ChannelMarks> GetChannelMarks(GetChannelMarksRequest request, ServerCallContext context) =>
            Task.FromResult(answers.Marks.TryGetValue(request.SubBudgetId, out var marks) ? marks.OrThrow() : new ChannelMarks());

        public override Task<Contracts.Identity.V1.Electorate> GetElectorate(GetElectorateRequest request, ServerCallContext context) =>
            Task.FromResult(new Contracts.Identity.V1.Electorate
            {
                Entries = 100,
                Areas = { new Contracts.Identity.V1.ElectorateArea { Area = "norr", Entries = 100 } },
                RollHash = ByteString.CopyFrom(new byte[32]),
            });
    }

    private sealed class Screening(Answers answers) : ScreeningInternalService.ScreeningInternalServiceBase
    {
        public override Task<ListFeasibleProposalsResponse> ListFeasibleProposals(
            ListFeasibleProposalsRequest request, ServerCallContext context) =>
            Task.FromResult(answers.Feasible.GetValueOrDefault(request.SubBudgetId) ?? new ListFeasibleProposalsResponse());
    }
}
