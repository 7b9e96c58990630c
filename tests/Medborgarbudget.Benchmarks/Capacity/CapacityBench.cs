using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Benchmarks.Ballot;
using Medborgarbudget.Benchmarks.SignIns;
using Medborgarbudget.TestKit.Hosting;
using Npgsql;

namespace Medborgarbudget.Benchmarks.Capacity;

/// <summary>How much is measured.</summary>
/// <param name="Voters">That cast and, others, that sign in.</param>
/// <param name="Fill">Ballots that store and ledger are filled with.</param>
/// <param name="Roll">Entries of the roll.</param>
internal sealed record CapacityOptions(int Voters, int Fill, int Roll)
{
    public const int SignIns = 5_000;

    public string Conditions => FormattableString.Invariant(
        $"{Environment.ProcessorCount} cores, load generator, PostgreSQL and Redis on them; {Voters} voters cast after as many to warm up, {Fill} ballots for the sizes, {SignIns} sign-ins, {Roll} on the roll");
}

/// <summary>Measures what one of each costs, in processor time and bytes: what else the machine does changes them less than seconds.</summary>
internal static class CapacityBench
{
    private const int Connections = 256;
    private const int WebConnections = 16;
    private const int Pages = 2_000;
    private const double Mebibyte = 1024 * 1024;

    private static async Task<UnitCosts> MeasureAsync(CapacityOptions options)
    {
        await using var servers = await BenchServers.StartAsync();
        await Console.Error.WriteLineAsync("measuring: sizes");
        var size = await SizeGoals.FillAsync(servers, options.Fill);
        await Console.Error.WriteLineAsync("measuring: ballots");
        var (ballot, readMicros) = await BallotAsync(servers, options, size);
        await Console.Error.WriteLineAsync("measuring: sign-ins");
        var signIn = await SignInAsync(servers, options);
        await Console.Error.WriteLineAsync("measuring: pages");
        var (webMicros, webMebibytes) = await PagesAsync();
        return new UnitCosts(options.Conditions, ballot, signIn, new PageCosts(readMicros, webMicros, webMebibytes));
    }

    /// <summary>The tables, or with <c>--json</c> what was measured; with <c>--from</c> of an earlier measurement.</summary>
    public static async Task RunAsync(string[] options, TextWriter output)
    {
        var costs = Options.Value(options, "--from") is { } file
            ? JsonSerializer.Deserialize<UnitCosts>(await File.ReadAllTextAsync(file))!
            : await MeasureAsync(new CapacityOptions(Options.Number(options, "--voters", 20_000), Options.Number(options, "--fill", 100_000), Options.Number(options, "--roll", 100_000)));
        if (Options.Value(options, "--plot") is { } plot)
        {
            await File.WriteAllTextAsync(plot, CapacityTable.Draw(costs));
        }

        await output.WriteLineAsync(options.Contains("--json") ? JsonSerializer.Serialize(costs) : string.Join(Environment.NewLine, CapacityTable.Lines(costs)));
    }

    private static async Task<(BallotCosts Ballot, double ReadMicros)> BallotAsync(BenchServers servers, CapacityOptions options, SizePoint size)
    {
        var storage = servers.Storage(await servers.CreateDatabaseAsync());
        await using var cluster = await BallotCluster.StartAsync(storage, 1, CancellationToken.None, "ledger", more: [("Voting:CastsPerMinute", "1000000")]);
        await cluster.OpenVoteAsync(TimeSpan.FromDays(1), CancellationToken.None, 2L * options.Voters);
        await CastAsync(cluster, options.Voters);
        var before = Cpu();
        await CastAsync(cluster, options.Voters);
        double[] spent = [.. Cpu().Zip(before, (now, then) => (now - then).TotalMicroseconds / options.Voters)];
        var (gateway, voting) = (cluster.Gateways[0], cluster.Voting[0]);
        var reading = gateway.Cpu;
        await AnsweredAsync(cluster, Enumerable.Repeat(ReadGoals.Read(cluster, ""), options.Voters));
        var read = (gateway.Cpu - reading).TotalMicroseconds / options.Voters;
        return (new BallotCosts(
            spent[0], spent[1], spent[2], spent[3], size.RedisBytes, size.LedgerBytes, size.WalBytes, gateway.PeakResidentBytes / Mebibyte, voting.PeakResidentBytes / Mebibyte), read);

        TimeSpan[] Cpu() => [cluster.Gateways[0].Cpu, cluster.Voting[0].Cpu, servers.PostgresCpu, BenchServers.CpuOf("redis-server")];
    }

    private static async Task CastAsync(BallotCluster cluster, int voters)
    {
        var tokens = Requests.Tokens(cluster, voters);
        await AnsweredAsync(cluster, tokens.Select(token => Encoding.ASCII.GetBytes(
            $"GET /medborgarbudget/v1/sub-budgets/{cluster.Vote.Id}/ballot HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n")));
        await AnsweredAsync(cluster, Requests.Casts(cluster, tokens));
    }

    private static async Task AnsweredAsync(BallotCluster cluster, IEnumerable<byte[]> requests)
    {
        var all = requests.ToList();
        var report = await Requests.RunAsync(cluster.Addresses[0], Connections, all);
        if (report.Accepted != all.Count)
        {
            throw new InvalidOperationException($"Not all were answered: {string.Join(", ", report.Answers)}");
        }
    }

    private static async Task<SignInCosts> SignInAsync(BenchServers servers, CapacityOptions options)
    {
        await using var cluster = await SignInCluster.StartAsync(servers, options.Roll, 64);
        await using var source = NpgsqlDataSource.Create(cluster.Database!);
        var roll = await BenchServers.TableBytesAsync(source, "roll_entries") / options.Roll;
        await ComeAsync();
        var (bytes, wal, cpu) = (await BenchServers.DatabaseBytesAsync(source), await BenchServers.WalBytesAsync(source), cluster.Cpu());
        await ComeAsync();
        double[] spent = [.. cluster.Cpu().Zip(cpu, (now, then) => (now - then).TotalMicroseconds / CapacityOptions.SignIns)];
        return new SignInCosts(
            spent[0], spent[3], (await BenchServers.DatabaseBytesAsync(source) - bytes) / CapacityOptions.SignIns, (await BenchServers.WalBytesAsync(source) - wal) / CapacityOptions.SignIns, roll, cluster.IdentityMebibytes);

        Task ComeAsync() => cluster.ForEachAsync(
            cluster.Arrive(Way.ForOneBallot, CapacityOptions.SignIns), (visitor, http) => Way.ForOneBallot.WalkAsync(visitor, http, CancellationToken.None));
    }

    private static async Task<(double Micros, double Mebibytes)> PagesAsync()
    {
        var port = FreePort.Take();
        await using var web = new ServiceProcess("Medborgarbudget.Web", new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Test", ["Listen:Port"] = port.ToString(CultureInfo.InvariantCulture), ["Gateway:Address"] = "http://127.0.0.1:1/", ["Logging:LogLevel:Default"] = "Warning",
        });
        web.Start();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await WaitAsync(http);
        await ShowAsync(http);
        var before = web.Cpu;
        await ShowAsync(http);
        return ((web.Cpu - before).TotalMicroseconds / Pages, web.PeakResidentBytes / Mebibyte);
    }

    private static Task ShowAsync(HttpClient http) => Parallel.ForEachAsync(
        Enumerable.Range(0, Pages), new ParallelOptions { MaxDegreeOfParallelism = WebConnections }, async (_, cancellationToken) =>
        {
            using var answer = await http.GetAsync(new Uri("/tillganglighet", UriKind.Relative), cancellationToken);
            answer.EnsureSuccessStatusCode();
        });

    private static async Task WaitAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/alive", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (tries < 600)
            {
                await Task.Delay(100);
            }
        }
    }
}
