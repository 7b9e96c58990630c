using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.Storage;

/// <summary>A database from before a roll could be changed: one of two rows, with two declared ties at its end.</summary>
public sealed class FormerRoll() : IdentityFixture(TestKit.Hosting.StorageKind.Sqlite)
{
    public SubBudgetId SubBudget { get; } = SubBudgetId.From(Guid.NewGuid());

    public Guid Import { get; } = Guid.NewGuid();

    protected override async Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync()
    {
        var options = new DbContextOptionsBuilder<IdentityDbSqlite>().UseSqlite($"Data Source={DatabaseFile}").UseSnakeCaseNamingConvention();
        await using var db = new IdentityDbSqlite(options.Options);
        await db.GetService<IMigrator>().MigrateAsync("Webhooks");
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into rolls (sub_budget_id, import_id, entries, codes_issued, entries_with_token, declared) values ({SubBudget.Value}, {Import}, 1, 0, 0, 2);
            insert into roll_imports (id, sub_budget_id, extract_date, started_by, started_at, state, rows, fault_count, faults)
            values ({Import}, {SubBudget.Value}, '2026-11-01', {Guid.NewGuid()}, 0, 'Committed', 2, 0, '[]')
            """);
        foreach (var (serial, ground) in new[] { (1, Ground.Residence), (2, Ground.Outside), (3, Ground.Declared), (4, Ground.Outside) })
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into roll_entries (import_id, serial, key_hash, local_key, area, is_eligible, ground, needs_guardian, votes_elsewhere, has_token)
                values ({Import}, {serial}, {new byte[] { (byte)serial }}, 'k', '', {ground.MayVote()}, {(int)ground}, 0, 0, 0)
                """);
        }

        return await base.MoreSettingsAsync();
    }
}

public sealed class RollUpgradeTests(FormerRoll host) : IClassFixture<FormerRoll>
{
    [Fact]
    public async Task Roll_from_before_it_could_be_changed_knows_its_import_and_who_is_on_the_extract()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        (await db.Rolls.Select(row => row.LastImportId).SingleAsync(TestContext.Current.CancellationToken)).ShouldBe(RollImportId.From(host.Import));
        (await db.RollEntries.Where(row => row.IsListed).OrderBy(row => row.Serial).Select(row => row.Serial).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe([1, 2]);
    }
}
