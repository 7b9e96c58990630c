using System.Data.Common;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using AuditClient = Medborgarbudget.Contracts.Identity.V1.AuditService.AuditServiceClient;
using IdentityClient = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;
using WireFault = Medborgarbudget.Contracts.Identity.V1.AuditFault;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class AuditLogOnSqlite(SqliteIdentity host) : AuditLogTests(host), IClassFixture<SqliteIdentity>
{
    private protected override async Task WithoutTriggersAsync(IdentityDb db, Func<Task> tamper)
    {
        var triggers = await db.Database.SqlQuery<string>(
            $"""select sql as "Value" from sqlite_master where type = 'trigger' and tbl_name in ('audit_entries', 'audit_heads')""").ToListAsync(Cancel);
        var names = await db.Database.SqlQuery<string>(
            $"""select name as "Value" from sqlite_master where type = 'trigger' and tbl_name in ('audit_entries', 'audit_heads')""").ToListAsync(Cancel);
        foreach (var name in names)
        {
            await ExecuteAsync(db, $"drop trigger {name}");
        }

        await tamper();
        foreach (var trigger in triggers)
        {
            await ExecuteAsync(db, trigger);
        }
    }
}

public sealed class AuditLogOnPostgres(PostgresIdentity host) : AuditLogTests(host), IClassFixture<PostgresIdentity>
{
    private protected override async Task WithoutTriggersAsync(IdentityDb db, Func<Task> tamper)
    {
        await ExecuteAsync(db, "alter table audit_entries disable trigger user; alter table audit_heads disable trigger user");
        await tamper();
        await ExecuteAsync(db, "alter table audit_entries enable trigger user; alter table audit_heads enable trigger user");
    }
}

/// <summary>What officials do stands in the log of their organisation, and whoever changes the log is found out.</summary>
public abstract class AuditLogTests(IdentityFixture host)
{
    /// <summary>Whose log is tampered with.</summary>
    private OrganisationId _organisation;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_an_official_changes_is_in_the_log_with_who_and_what()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await RequestAsync(organisation, anna, cia);
        await As(bo, organisation).ApproveRoleGrantAsync(new ApproveRoleGrantRequest { RoleGrantId = grant }, cancellationToken: Cancel);
        await As(anna, organisation).RequestRoleRevocationAsync(new RequestRoleRevocationRequest { RoleGrantId = grant }, cancellationToken: Cancel);
        await As(bo, organisation).ApproveRoleRevocationAsync(new ApproveRoleRevocationRequest { RoleGrantId = grant }, cancellationToken: Cancel);
        var roll = await WorkOnRollAsync(organisation, anna, bo);
        await ApiClientTests.WorkOnClientAsync(host, organisation, anna);

        var log = await ListAsync(organisation);
        log.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, log.Count).Select(i => (long)i));
        log.ShouldAllBe(entry => entry.Service == "identity" && entry.PersonId.Length > 0 && entry.Hash.Length == 32);
        var asked = log.Single(entry => entry.Action == "RequestRoleGrant");
        (asked.PersonId, asked.Role, asked.Subject).ShouldBe((anna.ToString(), WireRole.Administrator, grant));
        var destroyed = log.Single(entry => entry.Action == "ApproveKeyDestruction");
        (destroyed.PersonId, destroyed.Role, destroyed.Subject).ShouldBe((bo.ToString(), WireRole.Archivist, roll.SubBudget.ToString()));
        log.Single(entry => entry.Action == "ListIssuedPseudonyms").Role.ShouldBe(WireRole.Auditor);
        ChangesOfOfficials().Except(log.Select(entry => entry.Action)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refused_act_leaves_no_entry()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var grant = await RequestAsync(organisation, anna, await host.AddPersonAsync(Cancel));
        var before = (await VerifyAsync(organisation)).HeadSequence;
        (await Failures.CodeOf(() => As(anna, organisation)
            .ApproveRoleGrantAsync(new ApproveRoleGrantRequest { RoleGrantId = grant }, cancellationToken: Cancel).ResponseAsync)).ShouldBe("identity.second_person_is_first");
        (await VerifyAsync(organisation)).HeadSequence.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Reading_is_in_the_log_itself()
    {
        var (organisation, _, _) = await AdministeredAsync();
        var auditor = PersonId.From(Guid.NewGuid());
        var client = Reader(organisation, WireRole.Auditor, auditor);
        var read = await client.ListAuditEntriesAsync(new ListAuditEntriesRequest { OrganisationId = organisation.ToString() }, cancellationToken: Cancel);
        await client.VerifyAuditLogAsync(new VerifyAuditLogRequest { OrganisationId = organisation.ToString() }, cancellationToken: Cancel);
        var last = (await ListAsync(organisation)).TakeLast(2).ToList();
        last.Select(entry => (entry.Action, entry.PersonId, entry.Role)).ShouldBe(
            [("ListAuditEntries", auditor.ToString(), WireRole.Auditor), ("VerifyAuditLog", auditor.ToString(), WireRole.Auditor)]);
        last[0].Subject.ShouldBe($"entries 1 to {read.Entries.Count}");
    }

    [Fact]
    public async Task Pages_end_although_reading_each_makes_the_log_longer()
    {
        var (organisation, _, _) = await AdministeredAsync();
        var seen = new List<long>();
        var request = new ListAuditEntriesRequest { OrganisationId = organisation.ToString(), PageSize = 1 };
        do
        {
            var page = await Reader(organisation).ListAuditEntriesAsync(request, cancellationToken: Cancel);
            seen.AddRange(page.Entries.Select(entry => entry.Sequence));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        seen.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Log_is_shown_to_auditors_and_archivists_of_the_organisation_alone()
    {
        var (organisation, _, _) = await AdministeredAsync();
        foreach (var role in Enum.GetValues<WireRole>().Except([WireRole.Unspecified]))
        {
            var expected = role is WireRole.Auditor or WireRole.Archivist ? "" : "request.forbidden";
            (await Failures.CodeOf(() => ReadAsync(Reader(organisation, role), organisation))).ShouldBe(expected, role.ToString());
            (await Failures.CodeOf(() => VerifyAsync(organisation, client: Reader(organisation, role)))).ShouldBe(expected, role.ToString());
        }

        var elsewhere = await host.AddOrganisationAsync(Cancel);
        (await Failures.CodeOf(() => ReadAsync(Reader(elsewhere), organisation))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => VerifyAsync(organisation, client: Reader(elsewhere)))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => ReadAsync(new AuditClient(host.As(null)), organisation))).ShouldBe("request.unauthenticated");
    }

    [Fact]
    public async Task S12_log_is_neither_changed_nor_removed_and_its_head_never_goes_back()
    {
        var (organisation, _, _) = await AdministeredAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        Func<Task>[] attempts =
        [
            () => db.AuditEntries.ExecuteUpdateAsync(set => set.SetProperty(row => row.Subject, "x"), Cancel),
            () => db.AuditEntries.ExecuteDeleteAsync(Cancel),
            () => db.AuditHeads.Where(row => row.OrganisationId == organisation).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, 1), Cancel),
            () => db.AuditHeads.ExecuteDeleteAsync(Cancel),
        ];
        foreach (var attempt in attempts)
        {
            (await Should.ThrowAsync<DbException>(attempt)).Message.ShouldContain("append-only");
        }
    }

    [Fact]
    public async Task S12_edited_entry_is_found()
    {
        var organisation = await TamperedAsync(db => EntriesOf(db, 2).ExecuteUpdateAsync(set => set.SetProperty(row => row.Subject, "x"), Cancel));
        await IsFoundAsync(organisation, WireFault.HashBroken, 2);
    }

    [Fact]
    public async Task S12_deleted_entry_is_found()
    {
        var organisation = await TamperedAsync(db => EntriesOf(db, 2).ExecuteDeleteAsync(Cancel));
        await IsFoundAsync(organisation, WireFault.SequenceBroken, 2);
    }

    [Fact]
    public async Task S12_inserted_entry_is_found()
    {
        var organisation = await TamperedAsync(async db =>
        {
            await MoveAsync(db, 3, 4);
            db.AuditEntries.Add(AuditEntryRow.Of(After(await EntriesOf(db, 2).SingleAsync(Cancel))));
            await db.SaveChangesAsync(Cancel);
        });
        await IsFoundAsync(organisation, WireFault.HashBroken, 4);
    }

    [Fact]
    public async Task S12_entry_added_at_the_end_is_found()
    {
        var organisation = await TamperedAsync(async db =>
        {
            db.AuditEntries.Add(AuditEntryRow.Of(After(await EntriesOf(db, 3).SingleAsync(Cancel))));
            await db.SaveChangesAsync(Cancel);
        });
        await IsFoundAsync(organisation, WireFault.EndBroken, 4);
        await IsFoundAsync(organisation, WireFault.HashBroken, 5);
    }

    [Fact]
    public async Task S12_log_without_its_head_is_found()
    {
        var organisation = await TamperedAsync(db => Heads(db).ExecuteDeleteAsync(Cancel));
        await IsFoundAsync(organisation, WireFault.EndBroken, 1);
        await IsFoundAsync(organisation, WireFault.HashBroken, 4);
    }

    [Fact]
    public async Task S12_reordered_entries_are_found()
    {
        var organisation = await TamperedAsync(async db =>
        {
            await MoveAsync(db, 2, 9);
            await MoveAsync(db, 3, 2);
            await MoveAsync(db, 9, 3);
        });
        await IsFoundAsync(organisation, WireFault.HashBroken, 2);
    }

    [Fact]
    public async Task S12_truncated_tail_is_found_and_still_when_the_log_goes_on()
    {
        var organisation = await TamperedAsync(db => EntriesOf(db, 3).ExecuteDeleteAsync(Cancel));
        await IsFoundAsync(organisation, WireFault.EndBroken, 3);
        await IsFoundAsync(organisation, WireFault.SequenceBroken, 3);
    }

    [Fact]
    public async Task S12_truncated_tail_with_its_head_put_back_is_found_and_later_entries_do_not_heal_it()
    {
        var organisation = await TamperedAsync(async db =>
        {
            await EntriesOf(db, 3).ExecuteDeleteAsync(Cancel);
            var hash = (await EntriesOf(db, 2).SingleAsync(Cancel)).Hash;
            await Heads(db).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, 2).SetProperty(row => row.Hash, hash), Cancel);
        });
        await IsFoundAsync(organisation, WireFault.HeadForged, 2);
        await IsFoundAsync(organisation, WireFault.HeadForged, 3);
    }

    [Fact]
    public async Task S12_older_state_put_back_with_its_seal_is_found_by_whoever_kept_a_later_head()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var older = await HeadAsync(organisation);
        await RequestAsync(organisation, anna, await host.AddPersonAsync(Cancel));
        var kept = await VerifyAsync(organisation);
        kept.Fault.ShouldBe(WireFault.Unspecified);
        _organisation = organisation;
        await TamperAsync(async db =>
        {
            await db.AuditEntries.Where(row => row.OrganisationId == organisation && row.Sequence > older.Sequence).ExecuteDeleteAsync(Cancel);
            await Heads(db).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Sequence, older.Sequence).SetProperty(row => row.Hash, older.Hash).SetProperty(row => row.Seal, older.Seal), Cancel);
        });
        var found = await VerifyAsync(organisation, (kept.HeadSequence, kept.HeadHash));
        (found.Fault, found.FaultAt).ShouldBe((WireFault.KnownHeadMissing, kept.HeadSequence));
        (await VerifyAsync(organisation)).Fault.ShouldBe(WireFault.Unspecified);
    }

    [Fact]
    public async Task Head_that_was_kept_is_found_again_while_the_log_grows()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var kept = await VerifyAsync(organisation);
        await RequestAsync(organisation, anna, await host.AddPersonAsync(Cancel));
        (await VerifyAsync(organisation, (kept.HeadSequence, kept.HeadHash))).Fault.ShouldBe(WireFault.Unspecified);
        (await Failures.CodeOf(() => VerifyAsync(organisation, (kept.HeadSequence, ByteString.CopyFromUtf8("x"))))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => VerifyAsync(organisation, (0, kept.HeadHash)))).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Many_who_write_at_once_make_one_chain_from_its_first_entry_on()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => roll.StartAsync()));
        var log = await ListAsync(roll.Organisation);
        log.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 16).Select(i => (long)i));
        (await VerifyAsync(roll.Organisation)).Fault.ShouldBe(WireFault.Unspecified);
    }

    [Fact]
    public async Task Log_that_nobody_has_written_in_is_intact()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var found = await VerifyAsync(organisation);
        (found.Fault, found.HeadSequence).ShouldBe((WireFault.Unspecified, 0));
    }

    [Fact]
    public void Faults_are_numbered_as_in_the_contract()
    {
        foreach (var fault in Enum.GetValues<AuditFault>().Except([AuditFault.None]))
        {
            ((WireFault)fault).ToString().ShouldBe(fault.ToString());
        }
    }

    /// <summary>Runs with the triggers of the audit tables away, as whoever owns the database can.</summary>
    private protected abstract Task WithoutTriggersAsync(IdentityDb db, Func<Task> tamper);

    private protected static async Task ExecuteAsync(IdentityDb db, string sql) => await db.Database.ExecuteSqlRawAsync(sql, Cancel);

    /// <summary>An organisation with three entries in its log that were then tampered with.</summary>
    private async Task<OrganisationId> TamperedAsync(Func<IdentityDb, Task> tamper)
    {
        (_organisation, _, _) = await AdministeredAsync();
        await TamperAsync(tamper);
        return _organisation;
    }

    private async Task TamperAsync(Func<IdentityDb, Task> tamper)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        await WithoutTriggersAsync(db, () => tamper(db));
    }

    private IQueryable<AuditEntryRow> EntriesOf(IdentityDb db, long sequence) =>
        db.AuditEntries.AsNoTracking().Where(row => row.OrganisationId == _organisation && row.Sequence == sequence);

    private IQueryable<AuditHeadRow> Heads(IdentityDb db) => db.AuditHeads.Where(row => row.OrganisationId == _organisation);

    private async Task MoveAsync(IdentityDb db, long from, long to) => await db.Database.ExecuteSqlAsync(
        $"update audit_entries set sequence = {to} where organisation_id = {_organisation.Value} and sequence = {from}", Cancel);

    private static AuditEntry After(AuditEntryRow row) =>
        AuditChain.After(AuditChain.HeadAt(row.ToEntry()), row.ToEntry().Fact with { Subject = "forged" });

    private async Task<AuditHeadRow> HeadAsync(OrganisationId organisation)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().AuditHeads.AsNoTracking().SingleAsync(row => row.OrganisationId == organisation, Cancel);
    }

    private async Task IsFoundAsync(OrganisationId organisation, WireFault fault, long at)
    {
        var found = await VerifyAsync(organisation);
        (found.Fault, found.FaultAt).ShouldBe((fault, at));
    }

    /// <summary>Names of the rpcs by which officials change something here.</summary>
    private static IEnumerable<string> ChangesOfOfficials() =>
        AccessRules.Services.Where(service => service.File.Package == "medborgarbudget.identity.v1" && service.Name != "AuditService")
            .SelectMany(service => service.Methods)
            .Where(method => AccessRules.Find($"/{method.Service.FullName}/{method.Name}")!.Access.Roles.Count > 0 && !Reads(method))
            .Select(method => method.Name);

    private static bool Reads(MethodDescriptor method) =>
        method.GetOptions().GetExtension(Google.Api.AnnotationsExtensions.Http).PatternCase == Google.Api.HttpRule.PatternOneofCase.Get;

    private async Task<(OrganisationId Organisation, PersonId Anna, PersonId Bo)> AdministeredAsync()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var leader = new IdentityClient(host.As(host.Tokens.Person(await host.AddPersonAsync(Cancel), new ServiceDefaults.Access.HeldRole(WireRole.NetworkLeader, null))));
        var invitations = await leader.InviteAdministratorsAsync(
            new InviteAdministratorsRequest { OrganisationId = organisation.ToString(), Count = 2 }, cancellationToken: Cancel);
        var persons = new List<PersonId>();
        foreach (var code in invitations.Codes)
        {
            persons.Add(await host.AddPersonAsync(Cancel));
            await new IdentityClient(host.As(host.Tokens.Person(persons[^1])))
                .RedeemInvitationAsync(new RedeemInvitationRequest { Code = code }, cancellationToken: Cancel);
        }

        return (organisation, persons[0], persons[1]);
    }

    /// <summary>A roll from its import to the destruction of its key.</summary>
    private async Task<RollDriver> WorkOnRollAsync(OrganisationId organisation, PersonId anna, PersonId bo)
    {
        var roll = new RollDriver(host, organisation);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(2);
        await roll.Administrator.CancelRollImportAsync(new CancelRollImportRequest { RollImportId = (await roll.StartAsync()).RollImportId }, cancellationToken: Cancel);
        await roll.DrawCodesAsync(2);
        await roll.Codes.RenewCodeBatchAsync(new RenewCodeBatchRequest { SubBudgetId = roll.SubBudget.ToString(), Number = 1 }, cancellationToken: Cancel);
        await roll.EnterAsync("Voting");
        await WorkAtPlacesAsync(new PlaceDriver(host, roll));
        await roll.EnterAsync("Decision", rehearsal: true);
        var subBudget = roll.SubBudget.ToString();
        await roll.Holder(WireRole.Auditor).ListIssuedPseudonymsAsync(new ListIssuedPseudonymsRequest { SubBudgetId = subBudget }, cancellationToken: Cancel);
        await roll.Holder(WireRole.Archivist, anna).RequestKeyDestructionAsync(new RequestKeyDestructionRequest { SubBudgetId = subBudget }, cancellationToken: Cancel);
        await roll.Holder(WireRole.Archivist, bo).ApproveKeyDestructionAsync(new ApproveKeyDestructionRequest { SubBudgetId = subBudget }, cancellationToken: Cancel);
        return roll;
    }

    private static async Task WorkAtPlacesAsync(PlaceDriver places)
    {
        await (await places.DutyAsync()).MarkAsync("k1");
        var offline = await places.DutyAsync(await places.CreateAsync(offline: true));
        await offline.SettleAsync("k2");
        await offline.CloseAsync(1);
    }

    private async Task<string> RequestAsync(OrganisationId organisation, PersonId by, PersonId receiver) => (await As(by, organisation).RequestRoleGrantAsync(
        new RequestRoleGrantRequest { OrganisationId = organisation.ToString(), PersonId = receiver.ToString(), Role = WireRole.Moderator },
        cancellationToken: Cancel)).RoleGrantId;

    private IdentityClient As(PersonId administrator, OrganisationId organisation) => new(host.As(host.Administrator(administrator, organisation)));

    private AuditClient Reader(OrganisationId organisation, WireRole role = WireRole.Auditor, PersonId? person = null) => new(host.As(
        host.Tokens.Person(person ?? PersonId.From(Guid.NewGuid()), new ServiceDefaults.Access.HeldRole(role, role == WireRole.NetworkLeader ? null : organisation))));

    private async Task<IReadOnlyList<Contracts.Identity.V1.AuditEntry>> ListAsync(OrganisationId organisation) =>
        (await ReadAsync(Reader(organisation), organisation)).Entries;

    private static Task<ListAuditEntriesResponse> ReadAsync(AuditClient client, OrganisationId organisation) => client.ListAuditEntriesAsync(
        new ListAuditEntriesRequest { OrganisationId = organisation.ToString(), PageSize = 100 }, cancellationToken: Cancel).ResponseAsync;

    private Task<AuditVerification> VerifyAsync(OrganisationId organisation, (long Sequence, ByteString Hash)? known = null, AuditClient? client = null) =>
        (client ?? Reader(organisation)).VerifyAuditLogAsync(
            new VerifyAuditLogRequest { OrganisationId = organisation.ToString(), KnownSequence = known?.Sequence ?? 0, KnownHash = known?.Hash ?? ByteString.Empty },
            cancellationToken: Cancel).ResponseAsync;
}
