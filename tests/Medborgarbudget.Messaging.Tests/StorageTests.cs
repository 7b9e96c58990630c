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

/// <summary>A database that a newer version has been at is not touched; contexts are used again, without what the one before left.</summary>
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

    [Fact]
    public async Task Whoever_gets_a_context_after_another_has_published_nothing()
    {
        await using var app = Host("sqlite", $"Data Source={Path.Combine(_folder, "service.db")}");
        BenchDb first;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            first = scope.ServiceProvider.GetRequiredService<BenchDb>();
            first.Publish(new BenchPlaced(Guid.NewGuid(), Guid.NewGuid(), 1));
            first.HasPublished.ShouldBeTrue();
        }

        await using var next = app.Services.CreateAsyncScope();
        var second = next.ServiceProvider.GetRequiredService<BenchDb>();
        second.ShouldBeSameAs(first);
        second.HasPublished.ShouldBeFalse();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static WebApplication Host(string provider, string connectionString)
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
        return builder.Build();
    }

    private static async Task Refused(string provider, string connectionString)
    {
        await using var app = Host(provider, connectionString);
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
