using System.Text.Json;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging;
using AuditClient = Medborgarbudget.Contracts.Identity.V1.AuditService.AuditServiceClient;
using WireEntry = Medborgarbudget.Contracts.Identity.V1.AuditEntry;
using WireFault = Medborgarbudget.Contracts.Identity.V1.AuditFault;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class AuditEventOnSqlite(SqliteIdentity host) : AuditEventTests(host), IClassFixture<SqliteIdentity>;

public sealed class AuditEventOnPostgres(PostgresIdentity host) : AuditEventTests(host), IClassFixture<PostgresIdentity>;

/// <summary>What officials do in other services comes into the log of their organisation.</summary>
public abstract class AuditEventTests(IdentityFixture host)
{
    /// <summary>Not known here yet: which event comes first is chance.</summary>
    private readonly OrganisationId _organisation = new(Guid.NewGuid());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_told_is_chained_once_and_in_the_order_of_arrival()
    {
        var (later, earlier) = (Told("voting", "StartCount", 2), Told("budget", "AdvancePhase", 1));
        foreach (var envelope in new[] { later, earlier, later, earlier })
        {
            (await host.DeliverAsync(envelope, Cancel)).ShouldBeTrue();
        }

        var log = await ListAsync();
        log.Select(entry => (entry.Sequence, entry.Service, entry.Action, entry.At.ToDateTimeOffset())).ShouldBe(
            [(1, "voting", "StartCount", later.Time), (2, "budget", "AdvancePhase", earlier.Time)]);
        var acted = later.Data.Deserialize<OfficialActed>(EventJson.Options)!;
        (log[0].PersonId, log[0].Role, log[0].Subject).ShouldBe((acted.PersonId.ToString(), WireRole.CountLeader, acted.Subject.ToString()));
        (await FaultAsync()).ShouldBe(WireFault.Unspecified);
    }

    [Fact]
    public async Task What_comes_while_officials_act_here_makes_one_chain_with_that()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await Task.WhenAll(
            [.. Enumerable.Range(0, 8).Select(i => UntilTakenAsync(Told("budget", "AdvancePhase", i, roll.Organisation))), .. Enumerable.Range(0, 8).Select(_ => roll.StartAsync())]);

        var log = await ListAsync(roll.Organisation);
        log.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 16).Select(i => (long)i));
        log.CountBy(entry => entry.Service).ShouldBe([new("budget", 8), new("identity", 8)], ignoreOrder: true);
        (await FaultAsync(roll.Organisation)).ShouldBe(WireFault.Unspecified);
    }

    [Fact]
    public async Task Nobody_else_writes_in_the_name_of_this_service()
    {
        (await host.DeliverAsync(Told("identity", "ApproveRoleGrant", 1), Cancel)).ShouldBeFalse();
        (await ListAsync()).ShouldBeEmpty();
    }

    /// <summary>Delivers again when the database was held too long, as the broker does.</summary>
    private async Task UntilTakenAsync(EventEnvelope envelope)
    {
        while (!await host.DeliverAsync(envelope, Cancel))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        }
    }

    /// <summary>An event of another service, of so many minutes from now.</summary>
    private EventEnvelope Told(string service, string action, int minutes, OrganisationId? organisation = null) => EventEnvelope.Of(
        new OfficialActed((organisation ?? _organisation).Value, Guid.NewGuid(), Guid.NewGuid(), nameof(WireRole.CountLeader), action),
        service,
        host.Clock.GetUtcNow().AddMinutes(minutes));

    private async Task<IReadOnlyList<WireEntry>> ListAsync(OrganisationId? organisation = null) => (await Auditor(organisation ?? _organisation).ListAuditEntriesAsync(
        new ListAuditEntriesRequest { OrganisationId = $"{organisation ?? _organisation}", PageSize = 100 }, cancellationToken: Cancel)).Entries;

    private async Task<WireFault> FaultAsync(OrganisationId? organisation = null) => (await Auditor(organisation ?? _organisation).VerifyAuditLogAsync(
        new VerifyAuditLogRequest { OrganisationId = $"{organisation ?? _organisation}" }, cancellationToken: Cancel)).Fault;

    private AuditClient Auditor(OrganisationId organisation) => new(host.As(host.Tokens.Holder(WireRole.Auditor, organisation)));
}
