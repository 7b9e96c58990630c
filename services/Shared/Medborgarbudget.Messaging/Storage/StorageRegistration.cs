using Medborgarbudget.Messaging.Acts;
using Medborgarbudget.Messaging.Idempotency;
using Medborgarbudget.Messaging.Outbox;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Medborgarbudget.Messaging.Storage;

/// <summary>
/// Registers a service's database: SQLite or PostgreSQL by <c>Storage:Provider</c>, at <c>Storage:ConnectionString</c>. Contexts are pooled: what one needs to ask a
/// question costs more to make than the question.
/// </summary>
public static class StorageRegistration
{
    public static WebApplicationBuilder AddStorage<TDb, TSqlite, TPostgres>(this WebApplicationBuilder builder)
        where TDb : ServiceDb
        where TSqlite : TDb
        where TPostgres : TDb
    {
        ArgumentNullException.ThrowIfNull(builder);
        var connection = builder.Configuration["Storage:ConnectionString"]
            ?? throw new InvalidOperationException("Configuration Storage:ConnectionString is missing.");
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<SignalOnCommit>().AddSingleton<WatchStatements>();
        switch (builder.Configuration["Storage:Provider"])
        {
            case "sqlite":
                builder.Services.AddDbContextPool<TDb, TSqlite>((provider, options) => Configure(provider, options.UseSqlite(connection).AddInterceptors(new SqliteConnections())));
                break;
            case "postgres":
                builder.Services.AddDbContextPool<TDb, TPostgres>((provider, options) => Configure(provider, options.UseNpgsql(connection)));
                break;
            default:
                throw new InvalidOperationException("Configuration Storage:Provider must be sqlite or postgres.");
        }

        builder.Services.AddActs<TDb>();
        builder.Services.AddScoped<ServiceDb>(provider => provider.GetRequiredService<TDb>());
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<OfficialActInterceptor>();
            options.Interceptors.Add<IdempotencyInterceptor>();
        });
        builder.Services.AddHealthChecks().AddCheck<DatabaseAnswers>("database", HealthStatus.Unhealthy, [ServiceDefaultsExtensions.ReadyTag]);
        return builder;
    }

    /// <summary>
    /// Brings the database up to this version, as <see cref="MessagingRegistration.MigrateAsync"/> does first.
    /// Throws <see cref="NewerDatabaseException"/> when a newer version has been here.
    /// </summary>
    public static async Task MigrateStorageAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (await db.Database.CanConnectAsync(cancellationToken))
        {
            var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
            if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer)
            {
                throw new NewerDatabaseException(newer);
            }
        }

        await db.Database.MigrateAsync(cancellationToken);
        if (db.Database.IsSqlite())
        {
            // Readers and the one writer do not wait for each other; the setting stays in the file.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        }

        foreach (var step in app.Services.GetServices<AfterMigration>())
        {
            await step.RunAsync(scope.ServiceProvider, cancellationToken);
        }
    }

    /// <summary>Contexts are pooled and know of no call: each is told of its own when it is handed out.</summary>
    private static void AddActs<TDb>(this IServiceCollection services)
        where TDb : ServiceDb
    {
        services.TryAddScoped<Caller>();
        services.AddScoped<OfficialActs>();
        var fromPool = services.Last(service => service.ServiceType == typeof(TDb)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Scoped(provider =>
        {
            var db = (TDb)fromPool(provider);
            db.Acts = provider.GetRequiredService<OfficialActs>();
            return db;
        }));
    }

    // That no migration is missing is tested for both providers: comparing the whole model again at every migration only takes time.
    private static void Configure(IServiceProvider provider, DbContextOptionsBuilder options) => options
        .UseSnakeCaseNamingConvention()
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
        .AddInterceptors(provider.GetRequiredService<SignalOnCommit>(), provider.GetRequiredService<WatchStatements>());

    private sealed class DatabaseAnswers(ServiceDb db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}

/// <summary>What a service does to its data once the schema is of this version, in a scope of its own. It may run again.</summary>
public sealed record AfterMigration(Func<IServiceProvider, CancellationToken, Task> RunAsync);

/// <summary>The database carries a migration that this version does not know: a newer version has written here.</summary>
public sealed class NewerDatabaseException(string migration) : Exception($"The database is of a newer version ({migration}).");
