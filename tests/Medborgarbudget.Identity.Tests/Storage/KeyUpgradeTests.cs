using System.Security.Cryptography;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.Storage;

/// <summary>A database from before there was a vault: K sealed with the key file, beside the roll.</summary>
public sealed class FormerIdentity() : IdentityFixture(TestKit.Hosting.StorageKind.Sqlite)
{
    public SubBudgetId SubBudget { get; } = SubBudgetId.From(Guid.NewGuid());

    public byte[] Key { get; } = RandomNumberGenerator.GetBytes(32);

    public byte[] SealedKey { get; private set; } = [];

    protected override async Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync()
    {
        var settings = await base.MoreSettingsAsync();
        SealedKey = new Sealer(new KeyRing(KeyFile.LoadOrCreate(settings["Identity:KeyFile"]!, Clock), Clock.GetUtcNow())).Seal(Key, "pseudonym-key");
        var options = new DbContextOptionsBuilder<IdentityDbSqlite>().UseSqlite($"Data Source={DatabaseFile}").UseSnakeCaseNamingConvention();
        await using var db = new IdentityDbSqlite(options.Options);
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        await db.Database.ExecuteSqlAsync(
            $"insert into rolls (sub_budget_id, sealed_pseudonym_key, entries, codes_issued, entries_with_token) values ({SubBudget.Value}, {SealedKey}, 0, 0, 0)");
        return settings;
    }
}

public sealed class KeyUpgradeTests(FormerIdentity host) : IClassFixture<FormerIdentity>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_from_before_the_vault_is_wrapped_by_it_and_is_the_same()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var keys = scope.ServiceProvider.GetRequiredService<KeyStore>();
        var row = (await keys.FindAsync(host.SubBudget, Cancel)).ShouldNotBeNull();
        row.KeyEncryptionKeyId.ShouldStartWith("pseudonym-keys/1/");
        (await scope.ServiceProvider.GetRequiredService<Pseudonyms>().UnwrapAsync(host.SubBudget, row.Wrapped!, Cancel)).ShouldBe(host.Key);
        (await keys.LogAsync(host.SubBudget, Cancel)).Select(step => (step.Step, step.KeyEncryptionKeyId))
            .ShouldBe([(KeyStep.Created, "key-file"), (KeyStep.Rewrapped, row.KeyEncryptionKeyId)]);
    }

    [Fact]
    public void Key_sealed_with_the_key_file_is_in_no_file_any_more()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(host.DatabaseFile)!, "service.db*");
        files.ShouldAllBe(file => !Contains(file, host.SealedKey));
        File.WriteAllBytes(host.DatabaseFile + ".planted", host.SealedKey);
        Contains(host.DatabaseFile + ".planted", host.SealedKey).ShouldBeTrue();
    }

    private static bool Contains(string file, byte[] bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var all = new byte[stream.Length];
        stream.ReadExactly(all);
        return all.AsSpan().IndexOf(bytes) >= 0;
    }
}
