using System.Globalization;

namespace Medborgarbudget.Standalone;

/// <summary>How the system is started.</summary>
/// <param name="DataFolder">Absolute path of the databases and keys.</param>
/// <param name="Port">JSON, sign-in, web; 0 = any free one.</param>
/// <param name="GrpcPort">gRPC without TLS; 0 = any free one.</param>
/// <param name="Fresh">Begin with an empty folder.</param>
/// <param name="Demo">Fill an empty folder with a made-up municipality.</param>
public sealed record StandaloneOptions(string DataFolder, int Port = 5080, int GrpcPort = 5081, bool Fresh = false, bool Demo = true)
{
    /// <summary>Real servers instead of the embedded parts; null = SQLite files, Garnet in memory, in-process events.</summary>
    public RealBackends? Backends { get; init; }

    /// <summary>Everything from this level on is logged; null = what somebody has to look at.</summary>
    public LogLevel? LogLevel { get; init; }

    /// <summary>Null when the arguments cannot be read.</summary>
    internal static StandaloneOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new StandaloneOptions(Path.GetFullPath("data"));
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            (StandaloneOptions? Next, bool TookValue) read = args[i] switch
            {
                "--fresh" => (options with { Fresh = true }, false),
                "--demo" => (options with { Demo = true }, false),
                "--no-demo" => (options with { Demo = false }, false),
                "--data" when value is { Length: > 0 } => (options with { DataFolder = Path.GetFullPath(value) }, true),
                "--port" when ReadPort(value) is { } port => (options with { Port = port }, true),
                "--grpc-port" when ReadPort(value) is { } port => (options with { GrpcPort = port }, true),
                "--log" when Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) => (options with { LogLevel = level }, true),
                _ => (null, false),
            };
            if (read.Next is null)
            {
                return null;
            }

            options = read.Next;
            i += read.TookValue ? 1 : 0;
        }

        return options;
    }

    private static int? ReadPort(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535 ? port : null;
}

/// <summary>Real servers for the same process: what a test of the whole system runs on.</summary>
/// <param name="PostgresOf">Connection string of a service's own database.</param>
/// <param name="Redis">StackExchange.Redis configuration.</param>
/// <param name="RabbitMq">amqp URI.</param>
public sealed record RealBackends(Func<string, string> PostgresOf, string Redis, string RabbitMq);
