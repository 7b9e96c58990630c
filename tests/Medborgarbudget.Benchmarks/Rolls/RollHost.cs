using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Benchmarks.Rolls;

/// <summary>An Identity process of its own with one sub-budget that takes a roll, and the calls that an administrator makes there.</summary>
internal sealed class RollHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private readonly TestTokens _tokens;
    private readonly Dictionary<string, string?> _settings;
    private readonly ServiceProcess _process;
    private readonly GrpcChannel _channel;
    private readonly SubBudgetId _subBudget = SubBudgetId.From(Guid.NewGuid());
    private readonly OrganisationId _organisation = OrganisationId.From(Guid.NewGuid());

    /// <param name="postgres">Null = a SQLite file.</param>
    private RollHost(string? postgres)
    {
        _tokens = new TestTokens(TimeProvider.System, _folder);
        var port = FreePort.Take();
        _settings = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = postgres is null ? "sqlite" : "postgres",
            ["Storage:ConnectionString"] = postgres ?? $"Data Source={Path.Combine(_folder, "identity.db")}",
            ["Messaging:Transport"] = "in-process",
            ["Auth:Issuer"] = TestTokens.Issuer,
            ["Auth:KeysFile"] = _tokens.KeysFile,
            ["Identity:Issuer"] = TestTokens.Issuer,
            ["Identity:KeyFile"] = Path.Combine(_folder, "identity.json"),
            ["Identity:KeyEncryptionKeyFile"] = Path.Combine(_folder, "kek.json"),
            ["Listen:Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Logging:LogLevel:Default"] = "Warning",
            ["ASPNETCORE_ENVIRONMENT"] = "Test",
        };
        _process = new ServiceProcess("Medborgarbudget.Identity", _settings);
        _channel = GrpcChannel.ForAddress($"http://{IPAddress.Loopback}:{port}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
    }

    /// <summary>The most memory that the process has had resident.</summary>
    public long PeakResidentBytes => _process.PeakResidentBytes;

    /// <summary>The last lines of what the process said.</summary>
    public string Log => _process.Log;

    /// <summary>User and system time of the process so far.</summary>
    public TimeSpan Cpu => _process.Cpu;

    private RollService.RollServiceClient Client => new(_channel);

    private CodeBatchService.CodeBatchServiceClient Batches => new(_channel);

    // A token lives five minutes: each call has one of its own.
    private Metadata Administrator => new() { { "Authorization", $"Bearer {_tokens.Holder(Role.Administrator, _organisation)}" } };

    public SubBudgetId SubBudget => _subBudget;

    /// <summary>Where it answers, HTTP/2 without TLS.</summary>
    public Uri Address => new($"http://{IPAddress.Loopback}:{_settings["Listen:Port"]}/");

    public static async Task<RollHost> StartAsync(string? postgres)
    {
        var host = new RollHost(postgres);
        await using (var migration = new ServiceProcess("Medborgarbudget.Identity", host._settings))
        {
            await migration.RunAsync("migrate", CancellationToken.None);
        }

        await host.AddSubBudgetAsync();
        host._process.Start();
        await host.WaitAsync();
        return host;
    }

    /// <summary>Takes in a whole extract, or changes.</summary>
    public async Task ImportAsync(IEnumerable<string> parts, bool isChanges = false)
    {
        var import = await Client.StartRollImportAsync(
            new StartRollImportRequest { SubBudgetId = _subBudget.ToString(), ExtractDate = "2026-11-01", Changes = isChanges }, Administrator);
        var number = 0;
        foreach (var part in parts)
        {
            await Client.PutRollImportPartAsync(new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = ++number, Csv = part }, Administrator);
        }

        await Client.CommitRollImportAsync(new CommitRollImportRequest { RollImportId = import.RollImportId }, Administrator);
    }

    /// <summary>Draws so many codes in batches of the most that one may have.</summary>
    public async Task IssueCodesAsync(int count)
    {
        const int Most = 20_000;
        for (var issued = 0; issued < count; issued += Most)
        {
            var wanted = Math.Min(Most, count - issued);
            var subBudget = _subBudget.ToString();
            var batch = await Batches.CreateCodeBatchAsync(new CreateCodeBatchRequest { SubBudgetId = subBudget, Title = "Kommunen", Count = wanted }, Administrator);
            await Batches.DownloadCodeBatchAsync(
                new DownloadCodeBatchRequest { SubBudgetId = subBudget, Number = batch.Number, Format = CodeBatchFormat.Csv }, Administrator);
            if (batch.Entries != wanted)
            {
                throw new InvalidOperationException($"{batch.Entries} codes were drawn instead of {wanted}.");
            }
        }
    }

    public async Task<RollSummary> SummaryAsync() =>
        await Client.GetRollSummaryAsync(new GetRollSummaryRequest { SubBudgetId = _subBudget.ToString() }, Administrator);

    /// <summary>How many entries were given a ballot token, from the database.</summary>
    public async Task<int> CountTokensAsync()
    {
        await using var db = Db();
        return (await db.Rolls.SingleAsync()).EntriesWithToken;
    }

    /// <summary>Begins the vote and starts the process anew: from now on it is the issuer of its access tokens.</summary>
    /// <param name="more">Settings beside those that it has.</param>
    public async Task OpenVoteAsync(IEnumerable<KeyValuePair<string, string?>> more)
    {
        await _process.StopAsync(CancellationToken.None);
        await using (var db = Db())
        {
            var row = await db.SubBudgets.SingleAsync();
            row.Phase = Identity.Phase.Voting;
            row.VotingOpens = TimeProvider.System.GetUtcNow().AddDays(-1);
            row.VotingCloses = row.VotingOpens.AddDays(14);
            await db.SaveChangesAsync();
        }

        foreach (var (key, value) in more)
        {
            _settings[key] = value;
        }

        (_settings["Identity:Issuer"], _settings["Auth:Issuer"], _settings["Services:Identity:Address"]) = (Address.AbsoluteUri, Address.AbsoluteUri, Address.AbsoluteUri);
        _settings["Auth:KeysFile"] = null;
        _process.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _process.DisposeAsync();
        _tokens.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AddSubBudgetAsync()
    {
        await using var db = Db();
        db.SubBudgets.Add(new SubBudgetRow { Id = _subBudget, OrganisationId = _organisation, Version = 1, Phase = Identity.Phase.Determined });
        db.Rolls.Add(new RollHead { SubBudgetId = _subBudget });
        await db.SaveChangesAsync();
    }

    private IdentityDb Db() =>
        _settings["Storage:Provider"] == "postgres"
            ? new IdentityDbPostgres(new DbContextOptionsBuilder<IdentityDbPostgres>().UseNpgsql(_settings["Storage:ConnectionString"]).UseSnakeCaseNamingConvention().Options)
            : new IdentityDbSqlite(new DbContextOptionsBuilder<IdentityDbSqlite>().UseSqlite(_settings["Storage:ConnectionString"]).UseSnakeCaseNamingConvention().Options);

    private async Task WaitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await SummaryAsync();
                return;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && !limit.IsCancellationRequested)
            {
                await Task.Delay(50);
            }
        }
    }
}
