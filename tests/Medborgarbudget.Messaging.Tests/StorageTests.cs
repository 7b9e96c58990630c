using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.Messaging.Tests.Hosts;
using Medborgarbudget.TestKit.RealServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Messaging.Tests;

/// <summary>A database that a newer version has been at is not touched.</summary>
public sealed class StorageTests : IDisposable
{
    private const string Newer = "29990101000000_FromTheFuture";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_SQLite_file_of_a_newer_version_is_refused() =>
        Refused("sqlite", $"Data Source={Path.Combine(_folder, "service.db")}");

    [Fact]
    public async Task A_PostgreSQL_database_of_a_newer_version_is_refused()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync(Stop);
        await Refused("postgres", database.ConnectionString);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task Refused(string provider, string connectionString)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = provider,
            ["Storage:ConnectionString"] = connectionString,
        });
        builder.Services.AddSingleton(new ServiceName("benches")).AddSingleton(TimeProvider.System);
        builder.AddStorage<BenchDb, BenchDbSqlite, BenchDbPostgres>();
        await using var app = builder.Build();
        await app.MigrateStorageAsync(Stop);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
            var history = db.GetService<IHistoryRepository>();
            await history.CreateIfNotExistsAsync(Stop);
            await db.Database.ExecuteSqlRawAsync(history.GetInsertScript(new HistoryRow(Newer, "99.0.0")), Stop);
        }

        var refusal = await Should.ThrowAsync<NewerDatabaseException>(() => app.MigrateStorageAsync(Stop));
        refusal.Message.ShouldContain(Newer);
    }
}
