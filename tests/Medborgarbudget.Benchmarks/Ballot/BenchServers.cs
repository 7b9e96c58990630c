using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Medborgarbudget.BallotLoad;
using StackExchange.Redis;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>
/// A PostgreSQL and a Redis of the benchmark's own, in containers that are asked at their own address: a published port goes through a
/// proxy that would be measured too. Removed at the end.
/// </summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private readonly List<string> _containers = [];
    private int _postgresProcess;
    private int _isRemoved;

    private BenchServers() => AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;

    public string Redis { get; private set; } = "";

    public string Postgres { get; private set; } = "";

    /// <summary>User and system time so far of this PostgreSQL: of its first process, those it started, and those of them that have ended.</summary>
    public TimeSpan PostgresCpu => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Aggregate(TimeSpan.Zero, (sum, folder) => sum + CpuInFamily(folder));

    public ClusterStorage Storage(string database) => new("postgres", $"{Postgres};Database={database};Maximum Pool Size=20", Redis);

    public static async Task<BenchServers> StartAsync()
    {
        var servers = new BenchServers();
        await ImportAsync("tests/setup/docker.sh");
        await ImportAsync("tests/setup/images.sh");
        var redis = await servers.RunAsync(Image("REDIS"), [], ["redis-server", "--protected-mode", "no", "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]);
        var postgres = await servers.RunAsync(
            Image("POSTGRES"), ["-e", "POSTGRES_USER=test", "-e", "POSTGRES_PASSWORD=test", "--shm-size", "512m"], ["postgres", "-c", "fsync=on", "-c", "max_wal_size=4GB"]);
        servers._postgresProcess = int.Parse(await ShellAsync("docker", ["inspect", "-f", "{{.State.Pid}}", servers._containers[^1]]), CultureInfo.InvariantCulture);
        servers.Redis = $"{redis}:6379,allowAdmin=true";
        servers.Postgres = $"Host={postgres};Username=test;Password=test";
        return servers;
    }

    /// <summary>A new, empty database; waits until the server answers.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var source = Npgsql.NpgsqlDataSource.Create($"{Postgres};Database=test");
                var database = $"bench_{Guid.NewGuid():N}";
                await using var command = source.CreateCommand($"CREATE DATABASE {database}");
                await command.ExecuteNonQueryAsync();
                return database;
            }
            catch (Npgsql.NpgsqlException) when (tries < 60)
            {
                await Task.Delay(500);
            }
        }
    }

    /// <summary>What the store has in memory beside its own workings.</summary>
    public static async Task<long> RedisBytesAsync(IConnectionMultiplexer redis) =>
        long.Parse(await InfoAsync(redis, "memory", "used_memory_dataset"), CultureInfo.InvariantCulture);

    /// <summary>User and system time of the store so far.</summary>
    public static async Task<TimeSpan> RedisCpuAsync(IConnectionMultiplexer redis) => TimeSpan.FromSeconds(
        double.Parse(await InfoAsync(redis, "cpu", "used_cpu_user"), CultureInfo.InvariantCulture)
        + double.Parse(await InfoAsync(redis, "cpu", "used_cpu_sys"), CultureInfo.InvariantCulture));

    /// <summary>User and system time so far of every process of the machine that is called so, or so and what it is doing: PostgreSQL's are.</summary>
    public static TimeSpan CpuOf(string program) => Process.GetProcesses()
        .Where(process => process.ProcessName.StartsWith(program, StringComparison.Ordinal))
        .Aggregate(TimeSpan.Zero, (sum, process) => sum + CpuOf(process));

    private static TimeSpan CpuOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // A process of the database that was there for a moment only.
            return TimeSpan.Zero;
        }
    }

    private TimeSpan CpuInFamily(string folder)
    {
        const int Parent = 1;
        const int FirstTime = 11;
        const int TicksPerSecond = 100;
        try
        {
            // After the name, which may hold blanks: state, parent, …, user and system time, and both of the children that have ended.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var isFirst = Path.GetFileName(folder) == _postgresProcess.ToString(CultureInfo.InvariantCulture);
            return isFirst || fields[Parent] == _postgresProcess.ToString(CultureInfo.InvariantCulture)
                ? fields.Skip(FirstTime).Take(isFirst ? 4 : 2).Aggregate(TimeSpan.Zero, (sum, ticks) => sum + TimeSpan.FromSeconds(double.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond))
                : TimeSpan.Zero;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>The table of the cluster's ledger with its indexes, a row.</summary>
    public static async Task<double> LedgerBytesAsync(BallotCluster cluster)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(cluster.Settings["Storage:ConnectionString"]!);
        return await NumberAsync(source, "SELECT pg_total_relation_size('ledger')::float8 / greatest(count(*), 1) FROM ledger");
    }

    /// <summary>Everything that the server has written ahead so far.</summary>
    public static Task<double> WalBytesAsync(Npgsql.NpgsqlDataSource source) => NumberAsync(source, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8");

    public static Task<double> DatabaseBytesAsync(Npgsql.NpgsqlDataSource source) => NumberAsync(source, "SELECT pg_database_size(current_database())::float8");

    /// <summary>A table with its indexes.</summary>
    public static Task<double> TableBytesAsync(Npgsql.NpgsqlDataSource source, string table) => NumberAsync(source, $"SELECT pg_total_relation_size('{table}')::float8");

    private static async Task<double> NumberAsync(Npgsql.NpgsqlDataSource source, string query)
    {
        await using var command = source.CreateCommand(query);
        return (double)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        if (Interlocked.Exchange(ref _isRemoved, 1) == 0)
        {
            await ShellAsync("docker", ["rm", "-fv", .. _containers]);
        }
    }

    /// <summary>Who breaks the benchmark off is left with nothing to clear away. What is measured goes on meanwhile, fails and disposes of this too.</summary>
    private void RemoveAtExit(object? sender, EventArgs exit)
    {
        if (Interlocked.Exchange(ref _isRemoved, 1) != 0)
        {
            return;
        }

        using var docker = Process.Start(new ProcessStartInfo("docker", ["rm", "-fv", .. _containers]) { RedirectStandardOutput = true });
        docker?.WaitForExit();
    }

    private static async Task<string> InfoAsync(IConnectionMultiplexer redis, string section, string name) =>
        (await redis.GetServers()[0].InfoAsync(section)).SelectMany(pairs => pairs).First(pair => pair.Key == name).Value;

    private static string Image(string name) => Environment.GetEnvironmentVariable($"MEDBORGARBUDGET_TEST_IMAGE_{name}")
        ?? throw new InvalidOperationException($"No image of {name} is known.");

    /// <summary>Takes over what a script of the test set-up exports.</summary>
    private static async Task ImportAsync(string script)
    {
        foreach (var line in (await ShellAsync("bash", [script])).Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal)))
        {
            var (name, value) = line["export ".Length..].Split('=', 2) is [var left, var right] ? (left, right) : (line, "");
            Environment.SetEnvironmentVariable(name, value.Trim('\''));
        }
    }

    private async Task<string> RunAsync(string image, IEnumerable<string> options, IEnumerable<string> arguments)
    {
        string[] labels = ["--label", $"medborgarbudget.test.owner={Environment.ProcessId}"];
        var id = (await ShellAsync("docker", ["run", "-d", .. labels, .. options, image, .. arguments])).Trim();
        _containers.Add(id);
        return (await ShellAsync("docker", ["inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", id])).Trim();
    }

    private static async Task<string> ShellAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed with {process.ExitCode}.");
    }
}
