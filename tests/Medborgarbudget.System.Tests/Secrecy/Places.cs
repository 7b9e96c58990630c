using System.Net.Http.Headers;
using System.Text;
using Medborgarbudget.Deployment.Tests.Observability;
using Medborgarbudget.Standalone;
using Medborgarbudget.System.Tests.Hosting;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>Where an installation leaves what it was told: its servers, and what it exports.</summary>
internal sealed class Places(RealBackends servers, Tap tap, TelemetrySink sink)
{
    private const string Spans = "spans";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. EmptyServers.Services, "Redis", "RabbitMQ", Spans];

    /// <summary>The places in which one of the traces is.</summary>
    public async Task<IReadOnlyList<string>> WithAsync(Traces traces)
    {
        var told = new Dictionary<string, byte[]> { ["Redis"] = tap.Commands, ["RabbitMQ"] = tap.Messages, [Spans] = Encoding.UTF8.GetBytes(string.Join('\n', sink.Traces)) };
        foreach (var service in EmptyServers.Services)
        {
            told[service] = (await Dump.OfPostgresAsync(servers.PostgresOf(service), Cancel)).Bytes;
        }

        return [.. told.Where(place => traces.In(place.Value).Count > 0).Select(place => place.Key)];
    }

    /// <summary>Puts the text into each, as carelessness would: what is looked for without being found has to be findable.</summary>
    public async Task PlantAsync(string text)
    {
        foreach (var service in EmptyServers.Services)
        {
            await using var database = NpgsqlDataSource.Create(servers.PostgresOf(service));
            await using var command = database.CreateCommand("create table planted as select convert_to($1, 'UTF8') as value");
            command.Parameters.Add(new NpgsqlParameter { Value = text });
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        await redis.GetDatabase().StringSetAsync("planted", $"for {text}", TimeSpan.FromMinutes(1));
        await using var rabbit = await new ConnectionFactory { Uri = new Uri(servers.RabbitMq) }.CreateConnectionAsync(Cancel);
        await using var channel = await rabbit.CreateChannelAsync(cancellationToken: Cancel);
        var properties = new BasicProperties { Headers = new Dictionary<string, object?> { ["planted"] = text } };
        await channel.BasicPublishAsync("", "nowhere", mandatory: false, properties, "{}"u8.ToArray(), Cancel);
        await ExportAsync(text);
    }

    /// <summary>An export whose only span source has the text for its name.</summary>
    private async Task ExportAsync(string text)
    {
        var attribute = Field(1, [.. Field(1, "service.name"u8), .. Field(2, Field(1, Encoding.UTF8.GetBytes(text)))]);
        using var body = new ByteArrayContent(Field(1, Field(1, attribute)));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(sink.Address, "v1/traces"), body, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A length-delimited field of a Protobuf message of less than 128 bytes.</summary>
    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
}
