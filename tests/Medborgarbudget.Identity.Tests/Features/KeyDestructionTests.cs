using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class KeyDestructionOnSqlite(SqliteIdentity host) : KeyDestructionTests(host), IClassFixture<SqliteIdentity>
{
    private readonly SqliteIdentity _host = host;

    protected override Task<bool> StoresAsync(byte[] bytes)
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(_host.DatabaseFile)!, "service.db*");
        files.Length.ShouldBeGreaterThan(1);
        return Task.FromResult(files.Any(file => ReadShared(file).AsSpan().IndexOf(bytes) >= 0));
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

public sealed class KeyDestructionOnPostgres(PostgresIdentity host) : KeyDestructionTests(host), IClassFixture<PostgresIdentity>
{
    private readonly PostgresIdentity _host = host;

    [Fact]
    public async Task Destroyed_key_is_gone_also_when_a_transaction_that_may_read_it_ends_later()
    {
        var roll = await ServedAsync();
        var wrapped = (await RowAsync(roll)).WrappedBytes.ShouldNotBeNull();
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>().Database;
        await using var reader = await db.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, TestContext.Current.CancellationToken);
        await db.ExecuteSqlRawAsync("select 1", TestContext.Current.CancellationToken);

        var destruction = DestroyAsync(roll);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        destruction.IsCompleted.ShouldBeFalse();
        await reader.RollbackAsync(TestContext.Current.CancellationToken);
        await destruction;

        (await StoresAsync(wrapped)).ShouldBeFalse();
    }

    protected override async Task<bool> StoresAsync(byte[] bytes)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>().Database;
        await db.ExecuteSqlRawAsync("checkpoint", TestContext.Current.CancellationToken);
        return await db.SqlQuery<bool>(
            $"""select position({bytes} in pg_read_binary_file(pg_relation_filepath('pseudonym_keys'))) > 0 as "Value" """)
            .SingleAsync(TestContext.Current.CancellationToken);
    }
}

public abstract class KeyDestructionTests(IdentityFixture host)
{
    private static readonly PersonId Anna = PersonId.From(Guid.NewGuid());
    private static readonly PersonId Bo = PersonId.From(Guid.NewGuid());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_archivists_destroy_the_key_and_every_step_is_logged()
    {
        var roll = await ServedAsync();
        var requested = await RequestAsync(roll, Anna);
        requested.State.ShouldBe(PseudonymKeyState.DestructionRequested);
        requested.DestructionRequestExpiresAt.ToDateTimeOffset().ShouldBe(requested.DestructionRequestedAt.ToDateTimeOffset().AddDays(7));
        (await CodeOf(() => ApproveAsync(roll, Anna))).ShouldBe("identity.second_person_is_first");
        var destroyed = await ApproveAsync(roll, Bo);
        destroyed.State.ShouldBe(PseudonymKeyState.Destroyed);
        (destroyed.DestructionRequestedBy, destroyed.DestroyedBy).ShouldBe((Anna.ToString(), Bo.ToString()));

        var read = await GetAsync(roll, WireRole.Auditor);
        read.ShouldBe(destroyed);
        read.KeyEncryptionKeyId.ShouldStartWith("pseudonym-keys/");
        read.Log.Select(step => (step.Step, step.PersonId)).ShouldBe(
        [
            (PseudonymKeyStep.Created, ""),
            (PseudonymKeyStep.DestructionRequested, Anna.ToString()),
            (PseudonymKeyStep.Destroyed, Bo.ToString()),
        ]);
    }

    [Fact]
    public async Task Destroyed_key_is_gone_from_the_row_and_from_where_the_database_keeps_what_was_overwritten()
    {
        var roll = await ServedAsync();
        var wrapped = (await RowAsync(roll)).WrappedBytes.ShouldNotBeNull();
        (await StoresAsync(wrapped)).ShouldBeTrue();
        await DestroyAsync(roll);
        (await RowAsync(roll)).WrappedBytes.ShouldBeNull();
        (await StoresAsync(wrapped)).ShouldBeFalse();
    }

    [Fact]
    public async Task After_destruction_no_token_is_issued_whatever_the_phase_and_no_new_key_is_made()
    {
        var roll = await ServedAsync();
        await DestroyAsync(roll);
        await roll.EnterAsync("Voting", rehearsal: true);
        var code = (await roll.DrawCodesAsync(1)).Single().Code;
        (await CodeOf(() => roll.RedeemAsync(code))).ShouldBe("identity.pseudonym_key_destroyed");
        await roll.ImportLocalAsync(2);
        (await CodeOf(() => roll.RedeemAsync(code))).ShouldBe("identity.pseudonym_key_destroyed");
        (await RowAsync(roll)).WrappedBytes.ShouldBeNull();
    }

    [Fact]
    public async Task Key_is_kept_until_the_objection_window_is_over()
    {
        var roll = await RollAsync();
        foreach (var phase in new[] { "Voting", "Counting", "PreliminaryResult", "Decision" })
        {
            await roll.EnterAsync(phase);
            (await CodeOf(() => RequestAsync(roll, Anna))).ShouldBe("identity.pseudonym_key_needed", phase);
        }

        host.Clock.Advance(TimeSpan.FromDays(14));
        (await CodeOf(() => RequestAsync(roll, Anna))).ShouldBe("");
    }

    [Fact]
    public async Task Key_of_an_aborted_sub_budget_may_go_at_once()
    {
        var roll = await RollAsync();
        await roll.EnterAsync("Voting", aborted: true);
        (await DestroyAsync(roll)).State.ShouldBe(PseudonymKeyState.Destroyed);
    }

    [Fact]
    public async Task Request_expires_after_seven_days_and_can_be_made_anew()
    {
        var roll = await ServedAsync();
        await RequestAsync(roll, Anna);
        (await CodeOf(() => RequestAsync(roll, Bo))).ShouldBe("identity.destruction_requested");
        host.Clock.Advance(TimeSpan.FromDays(7));
        (await CodeOf(() => ApproveAsync(roll, Bo))).ShouldBe("identity.destruction_not_requested");
        (await GetAsync(roll, WireRole.Archivist)).State.ShouldBe(PseudonymKeyState.Held);
        await RequestAsync(roll, Bo);
        (await ApproveAsync(roll, Anna)).State.ShouldBe(PseudonymKeyState.Destroyed);
    }

    [Fact]
    public async Task Of_many_approvals_at_once_one_destroys()
    {
        var roll = await ServedAsync();
        await RequestAsync(roll, Anna);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CodeOf(() => ApproveAsync(roll, PersonId.From(Guid.NewGuid())))));
        outcomes.Count(code => code.Length == 0).ShouldBe(1);
        outcomes.Where(code => code.Length > 0).ShouldAllBe(code => code == "identity.pseudonym_key_destroyed");
        (await GetAsync(roll, WireRole.Auditor)).Log.Count(step => step.Step == PseudonymKeyStep.Destroyed).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_requests_at_once_one_stands()
    {
        var roll = await ServedAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CodeOf(() => RequestAsync(roll, PersonId.From(Guid.NewGuid())))));
        outcomes.Count(code => code.Length == 0).ShouldBe(1);
        outcomes.Where(code => code.Length > 0).ShouldAllBe(code => code == "identity.destruction_requested");
    }

    [Fact]
    public async Task Only_archivists_of_the_organisation_destroy_and_only_they_and_auditors_read()
    {
        var roll = await ServedAsync();
        var elsewhere = await ServedAsync();
        foreach (var role in Enum.GetValues<WireRole>().Except([WireRole.Unspecified, WireRole.NetworkLeader]))
        {
            var mayRead = role is WireRole.Archivist or WireRole.Auditor;
            (await CodeOf(() => GetAsync(roll, role))).ShouldBe(mayRead ? "" : "request.forbidden", role.ToString());
            if (role != WireRole.Archivist)
            {
                (await CodeOf(() => RequestAsync(roll, Anna, role))).ShouldBe("request.forbidden", role.ToString());
                (await CodeOf(() => ApproveAsync(roll, Bo, role))).ShouldBe("request.forbidden", role.ToString());
            }
        }

        (await CodeOf(() => RequestAsync(roll, elsewhere.Holder(WireRole.Archivist)))).ShouldBe("request.forbidden");
        (await CodeOf(() => RequestAsync(roll, roll.Visitor))).ShouldBe("request.unauthenticated");
    }

    [Fact]
    public async Task Sub_budget_without_a_roll_has_no_key_and_an_unknown_one_is_missing()
    {
        var roll = new RollDriver(host);
        (await CodeOf(() => GetAsync(roll, WireRole.Auditor))).ShouldBe("identity.sub_budget_missing");
        await roll.EnterAsync("Decision", rehearsal: true);
        (await CodeOf(() => GetAsync(roll, WireRole.Auditor))).ShouldBe("identity.pseudonym_key_missing");
        (await CodeOf(() => RequestAsync(roll, Anna))).ShouldBe("identity.pseudonym_key_missing");
        (await CodeOf(() => ApproveAsync(roll, Anna))).ShouldBe("identity.pseudonym_key_missing");
    }

    [Fact]
    public async Task Log_is_neither_changed_nor_removed_by_anybody_who_reaches_the_table()
    {
        await RequestAsync(await ServedAsync(), Anna);
        await using var scope = host.Services.CreateAsyncScope();
        var log = scope.ServiceProvider.GetRequiredService<IdentityDb>().PseudonymKeyLog;
        var change = await Should.ThrowAsync<System.Data.Common.DbException>(
            () => log.ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyEncryptionKeyId, "x"), Cancel));
        var removal = await Should.ThrowAsync<System.Data.Common.DbException>(() => log.ExecuteDeleteAsync(Cancel));
        change.Message.ShouldContain("append-only");
        removal.Message.ShouldContain("append-only");
    }

    [Fact]
    public async Task Rotated_key_encryption_key_wraps_every_key_anew_and_changes_no_pseudonym()
    {
        var roll = await RollAsync();
        await roll.EnterAsync("Voting");
        var code = (await roll.DrawCodesAsync(1)).Single().Code;
        var before = PseudonymOf(await roll.RedeemAsync(code));
        var former = (await RowAsync(roll)).WrappedBytes!;
        var id = KeyEncryptionKeys.Rotate(host.KeyEncryptionKeyFile, host.Clock);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            IKeyVault vault = new FileKeyVault(host.KeyEncryptionKeyFile, host.Clock);
            await ActivatorUtilities.CreateInstance<KeyRewrap>(scope.ServiceProvider, vault, new Pseudonyms(vault)).RunAsync(Cancel);
        }

        var key = await GetAsync(roll, WireRole.Auditor);
        key.KeyEncryptionKeyId.ShouldBe(id);
        key.Log.Select(step => step.Step).ShouldBe([PseudonymKeyStep.Created, PseudonymKeyStep.Rewrapped]);
        (await StoresAsync(former)).ShouldBeFalse();
        PseudonymOf(await roll.RedeemAsync(code)).ShouldBe(before);
        (await host.Http.GetStringAsync("/health", Cancel)).ShouldBe("Healthy");
    }

    /// <summary>The bytes stand in what the database has on disk for the keys.</summary>
    protected abstract Task<bool> StoresAsync(byte[] bytes);

    private async Task<RollDriver> RollAsync()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(2);
        return roll;
    }

    /// <summary>A sub-budget that needs its key no more.</summary>
    private protected async Task<RollDriver> ServedAsync()
    {
        var roll = await RollAsync();
        await roll.EnterAsync("Decision", rehearsal: true);
        return roll;
    }

    private protected static async Task<PseudonymKey> DestroyAsync(RollDriver roll)
    {
        await RequestAsync(roll, Anna);
        return await ApproveAsync(roll, Bo);
    }

    private static Task<PseudonymKey> RequestAsync(RollDriver roll, PersonId by, WireRole role = WireRole.Archivist) =>
        RequestAsync(roll, roll.Holder(role, by));

    private static Task<PseudonymKey> RequestAsync(RollDriver roll, RollService.RollServiceClient client) => client.RequestKeyDestructionAsync(
        new RequestKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    private static Task<PseudonymKey> ApproveAsync(RollDriver roll, PersonId by, WireRole role = WireRole.Archivist) =>
        roll.Holder(role, by).ApproveKeyDestructionAsync(
            new ApproveKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    private static Task<PseudonymKey> GetAsync(RollDriver roll, WireRole role) =>
        roll.Holder(role).GetPseudonymKeyAsync(new GetPseudonymKeyRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    private static string PseudonymOf(BallotToken token) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token.Token).GetClaim("pid").Value;

    private static Task<string> CodeOf<T>(Func<Task<T>> call) => Failures.CodeOf(call);

    private protected async Task<PseudonymKeyRow> RowAsync(RollDriver roll)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<KeyStore>().FindAsync(roll.SubBudget, Cancel)).ShouldNotBeNull();
    }
}
