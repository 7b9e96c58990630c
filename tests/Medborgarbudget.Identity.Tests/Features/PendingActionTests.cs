using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Client = Medborgarbudget.Contracts.Identity.V1.PendingActionService.PendingActionServiceClient;
using IdentityClient = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class PendingActionsOnSqlite(SqliteIdentity host) : PendingActionTests(host), IClassFixture<SqliteIdentity>;

public sealed class PendingActionsOnPostgres(PostgresIdentity host) : PendingActionTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Officials see what waits for a second person, until when, and whether they may be that person.</summary>
public abstract class PendingActionTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_for_a_role_waits_for_another_administrator_for_seven_days()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await RequestRoleAsync(organisation, anna, cia);
        var seen = (await ListAsync(organisation, anna, WireRole.Administrator)).Single();
        (seen.Kind, seen.SubjectId, seen.RequestedBy, seen.ApproverRole).ShouldBe(
            (PendingActionKind.RoleGrant, grant.RoleGrantId, anna.ToString(), WireRole.Administrator));
        seen.ExpiresAt.ToDateTimeOffset().ShouldBe(seen.RequestedAt.ToDateTimeOffset().AddDays(7));
        seen.NeverApprovedBy.ShouldBe([anna.ToString(), cia.ToString()]);
        seen.MayApprove.ShouldBeFalse();
        (await ListAsync(organisation, bo, WireRole.Administrator)).Single().MayApprove.ShouldBeTrue();
        (await ListAsync(organisation, bo, WireRole.Auditor)).Single().MayApprove.ShouldBeFalse();
        (await ListAsync(organisation, bo, WireRole.Archivist)).ShouldBeEmpty();
        host.Clock.Advance(TimeSpan.FromDays(7));
        (await ListAsync(organisation, bo, WireRole.Administrator)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Revocation_waits_until_it_is_approved()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await RequestRoleAsync(organisation, anna, cia);
        await As(bo, organisation).ApproveRoleGrantAsync(new ApproveRoleGrantRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel);
        (await ListAsync(organisation, anna, WireRole.Administrator)).ShouldBeEmpty();
        await As(bo, organisation).RequestRoleRevocationAsync(new RequestRoleRevocationRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel);
        var seen = (await ListAsync(organisation, anna, WireRole.Administrator)).Single();
        (seen.Kind, seen.SubjectId, seen.MayApprove).ShouldBe((PendingActionKind.RoleRevocation, grant.RoleGrantId, true));
        await As(anna, organisation).ApproveRoleRevocationAsync(new ApproveRoleRevocationRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel);
        (await ListAsync(organisation, anna, WireRole.Administrator)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Destruction_of_a_key_is_seen_by_archivists_and_auditors_of_its_organisation()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(1);
        await roll.EnterAsync("Decision", aborted: true);
        var (anna, bo) = (PersonId.From(Guid.NewGuid()), PersonId.From(Guid.NewGuid()));
        await roll.Holder(WireRole.Archivist, anna).RequestKeyDestructionAsync(new RequestKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        var seen = (await ListAsync(roll.Organisation, bo, WireRole.Archivist)).Single();
        (seen.Kind, seen.SubjectId, seen.RequestedBy, seen.MayApprove).ShouldBe(
            (PendingActionKind.KeyDestruction, roll.SubBudget.ToString(), anna.ToString(), true));
        (await ListAsync(roll.Organisation, anna, WireRole.Archivist)).Single().MayApprove.ShouldBeFalse();
        (await ListAsync(roll.Organisation, bo, WireRole.Auditor)).ShouldBe([new PendingAction(seen) { MayApprove = false }]);
        (await ListAsync(roll.Organisation, bo, WireRole.Administrator)).ShouldBeEmpty();
        var other = await host.AddOrganisationAsync(Cancel);
        (await ListAsync(other, bo, WireRole.Auditor)).ShouldBeEmpty();
        (await Failures.CodeOf(() => As(bo, WireRole.Auditor, other).ListPendingActionsAsync(Request(roll.Organisation)).ResponseAsync)).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Client_on_trial_waits_for_any_administrator_without_end()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var clients = new ApiClientService.ApiClientServiceClient(host.As(host.Administrator(anna, organisation)));
        var request = new RegisterApiClientRequest
        {
            OrganisationId = organisation.ToString(),
            Name = "Torgappen",
            Kind = Contracts.Identity.V1.ApiClientKind.Public,
            RedirectUris = { "https://torget.test/klar" },
            Contact = "torget@example.se",
        };
        var client = await clients.RegisterApiClientAsync(request, cancellationToken: Cancel);
        var seen = (await ListAsync(organisation, anna, WireRole.Administrator)).Single();
        (seen.Kind, seen.SubjectId, seen.ExpiresAt, seen.MayApprove).ShouldBe((PendingActionKind.ClientApproval, client.ApiClientId, null, true));
        await clients.ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        (await ListAsync(organisation, anna, WireRole.Administrator)).ShouldBeEmpty();
    }

    private static ListPendingActionsRequest Request(OrganisationId organisation) => new() { OrganisationId = organisation.ToString() };

    private async Task<IReadOnlyList<PendingAction>> ListAsync(OrganisationId organisation, PersonId by, WireRole role) =>
        (await As(by, role, organisation).ListPendingActionsAsync(Request(organisation))).PendingActions;

    private Client As(PersonId person, WireRole role, OrganisationId organisation) =>
        new(host.As(host.Tokens.Person(person, new ServiceDefaults.Access.HeldRole(role, organisation))));

    private IdentityClient As(PersonId person, OrganisationId organisation) => new(host.As(host.Administrator(person, organisation)));

    private async Task<Contracts.Identity.V1.RoleGrant> RequestRoleAsync(OrganisationId organisation, PersonId by, PersonId receiver) =>
        await As(by, organisation).RequestRoleGrantAsync(
            new RequestRoleGrantRequest { OrganisationId = organisation.ToString(), PersonId = receiver.ToString(), Role = WireRole.Moderator });

    private async Task<(OrganisationId Organisation, PersonId Anna, PersonId Bo)> AdministeredAsync() =>
        (await host.AddOrganisationAsync(Cancel), await host.AddPersonAsync(Cancel), await host.AddPersonAsync(Cancel));
}
