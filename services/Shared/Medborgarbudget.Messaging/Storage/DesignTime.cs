using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Medborgarbudget.Messaging.Storage;

/// <summary>Makes a service's SQLite context for the migrations tool. No database is opened.</summary>
public abstract class SqliteDesign<TDb> : IDesignTimeDbContextFactory<TDb>
    where TDb : ServiceDb
{
    public TDb CreateDbContext(string[] args) => DesignTime.Create<TDb>(options => options.UseSqlite("Data Source=design.db"));
}

/// <summary>Makes a service's PostgreSQL context for the migrations tool. No server is contacted.</summary>
public abstract class PostgresDesign<TDb> : IDesignTimeDbContextFactory<TDb>
    where TDb : ServiceDb
{
    public TDb CreateDbContext(string[] args) => DesignTime.Create<TDb>(options => options.UseNpgsql("Host=localhost;Database=design"));
}

internal static class DesignTime
{
    public static TDb Create<TDb>(Action<DbContextOptionsBuilder> provider)
        where TDb : ServiceDb
    {
        var options = new DbContextOptionsBuilder<TDb>();
        provider(options);
        options.UseSnakeCaseNamingConvention();
        return (TDb)Activator.CreateInstance(typeof(TDb), options.Options)!;
    }
}
