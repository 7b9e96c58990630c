using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Contracts.Voting.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>
/// The partner of G3: takes ballots from the same gateway and gives each a PostgreSQL transaction of its own, with or without a counter row
/// for each project. It verifies no token and no choice and signs nothing, which is in its favour.
/// </summary>
internal static class PlainVoting
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS plain_ballot (voter bytea PRIMARY KEY, version int NOT NULL, choices text[] NOT NULL);
        CREATE TABLE IF NOT EXISTS plain_counter (project text PRIMARY KEY, votes bigint NOT NULL);
        """;

    private const string Keep = """
        INSERT INTO plain_ballot VALUES ($1, 1, $2)
        ON CONFLICT (voter) DO UPDATE SET version = plain_ballot.version + 1, choices = excluded.choices
        """;

    private const string Count = "INSERT INTO plain_counter VALUES ($1, 1) ON CONFLICT (project) DO UPDATE SET votes = plain_counter.votes + 1";

    public static async Task RunAsync(int port, string database, bool hasCounters)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var tables = source.CreateCommand(Tables))
        {
            await tables.ExecuteNonQueryAsync();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(source, hasCounters));
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.RunAsync();
    }

    public static string[] Arguments(int port, string database, bool hasCounters) =>
        ["plain", port.ToString(CultureInfo.InvariantCulture), database, hasCounters ? "counters" : "rows"];

    private sealed class Service(NpgsqlDataSource source, bool hasCounters) : BallotIntakeService.BallotIntakeServiceBase
    {
        public override async Task<CastBallotsResponse> CastBallots(CastBallotsRequest request, ServerCallContext context)
        {
            await Task.WhenAll(request.Ballots.Select(ballot => KeepAsync(ballot, context.CancellationToken)));
            var response = new CastBallotsResponse();
            response.Outcomes.AddRange(request.Ballots.Select(ballot => new GatheredOutcome
            {
                Receipt = ByteString.CopyFromUtf8($$"""{"subBudgetId":"{{ballot.SubBudgetId}}","version":1}"""),
            }));
            return response;
        }

        private async Task KeepAsync(GatheredBallot ballot, CancellationToken cancellationToken)
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Keep) { Parameters = { new() { Value = SHA256.HashData(ballot.Token.Span) }, new() { Value = ballot.ProposalIds.ToArray() } } });
            if (hasCounters)
            {
                // In one order for all, so that they wait for each other and do not deadlock.
                foreach (var project in ballot.ProposalIds.Order(StringComparer.Ordinal))
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(Count) { Parameters = { new() { Value = project } } });
                }
            }

            // A batch without a transaction around it is one.
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
