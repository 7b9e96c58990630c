using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Client = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;
using WireState = Medborgarbudget.Contracts.Identity.V1.RoleGrantState;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class RolesOnSqlite(SqliteIdentity host) : RoleTests(host), IClassFixture<SqliteIdentity>;

public sealed class RolesOnPostgres(PostgresIdentity host) : RoleTests(host), IClassFixture<PostgresIdentity>;

public abstract class RoleTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Client Leader => new(host.As(host.Tokens.Holder(WireRole.NetworkLeader, default)));

    [Fact]
    public async Task Invited_persons_become_the_first_administrators_and_each_code_works_once()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var codes = await InviteAsync(organisation, 2);
        codes.Count.ShouldBe(2);
        var anna = await host.AddPersonAsync(Cancel);
        var me = await As(anna).RedeemInvitationAsync(new RedeemInvitationRequest { Code = codes[0] }, cancellationToken: Cancel);
        me.Roles.Single().ShouldBe(new HeldRole { OrganisationId = organisation.ToString(), Role = WireRole.Administrator });
        var again = () => As(anna).RedeemInvitationAsync(new RedeemInvitationRequest { Code = codes[0] }, cancellationToken: Cancel).ResponseAsync;
        (await CodeOf(again)).ShouldBe("identity.invitation_unknown");
    }

    [Fact]
    public async Task Who_invited_is_not_the_second_person()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var leader = await host.AddPersonAsync(Cancel);
        var network = new Client(host.As(host.Tokens.Person(leader, new ServiceDefaults.Access.HeldRole(WireRole.NetworkLeader, null))));
        var invited = await network.InviteAdministratorsAsync(new InviteAdministratorsRequest { OrganisationId = organisation.ToString(), Count = 1 }, cancellationToken: Cancel);
        var redeem = new RedeemInvitationRequest { Code = invited.Codes[0] };
        (await CodeOf(() => As(leader).RedeemInvitationAsync(redeem, cancellationToken: Cancel).ResponseAsync)).ShouldBe("identity.second_person_is_first");
        var anna = await host.AddPersonAsync(Cancel);
        (await As(anna).RedeemInvitationAsync(redeem, cancellationToken: Cancel)).Roles.Single().Role.ShouldBe(WireRole.Administrator, "the code is not used up by the refusal");
    }

    [Fact]
    public async Task Organisation_with_administrators_invites_no_more()
    {
        var (organisation, _, _) = await AdministeredAsync();
        (await CodeOf(() => InviteAsync(organisation, 1))).ShouldBe("identity.already_administered");
        (await CodeOf(() => InviteAsync(Id.New<OrganisationId>(host.Clock.GetUtcNow()), 1))).ShouldBe("identity.organisation_missing");
    }

    [Fact]
    public async Task Old_invitation_is_unknown()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var code = (await InviteAsync(organisation, 1))[0];
        host.Clock.Advance(TimeSpan.FromDays(31));
        var anna = await host.AddPersonAsync(Cancel);
        (await CodeOf(() => As(anna).RedeemInvitationAsync(new RedeemInvitationRequest { Code = code }, cancellationToken: Cancel).ResponseAsync))
            .ShouldBe("identity.invitation_unknown");
    }

    [Fact]
    public async Task Role_takes_two_administrators()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await RequestAsync(anna, organisation, cia, WireRole.Moderator);
        grant.State.ShouldBe(WireState.Requested);
        (await As(cia).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.ShouldBeEmpty();
        (await CodeOf(() => ApproveAsync(anna, organisation, grant))).ShouldBe("identity.second_person_is_first");
        (await ApproveAsync(bo, organisation, grant)).State.ShouldBe(WireState.Held);
        (await As(cia).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.Single().Role.ShouldBe(WireRole.Moderator);
    }

    [Fact]
    public async Task Expired_request_gives_nothing_and_leaves_room_for_a_new_one()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var late = await RequestAsync(anna, organisation, cia, WireRole.Counter);
        host.Clock.Advance(TimeSpan.FromDays(7));
        (await CodeOf(() => ApproveAsync(bo, organisation, late))).ShouldBe("identity.role_request_expired");
        (await GrantsAsync(anna, organisation)).Single(grant => grant.PersonId == cia.ToString()).State.ShouldBe(WireState.Expired);
        var again = await RequestAsync(anna, organisation, cia, WireRole.Counter);
        (await ApproveAsync(bo, organisation, again)).State.ShouldBe(WireState.Held);
        (await CodeOf(() => ApproveAsync(bo, organisation, late))).ShouldBe("identity.role_request_expired");
    }

    [Fact]
    public async Task Duties_that_exclude_each_other_are_refused_also_when_both_are_only_requested()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        await RequestAsync(anna, organisation, cia, WireRole.VotingOfficer);
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Counter))).ShouldBe("identity.duties_conflict");
        (await CodeOf(() => RequestAsync(anna, organisation, anna, WireRole.CountLeader))).ShouldBe("identity.own_role");
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.VotingOfficer))).ShouldBe("identity.role_held");
    }

    [Fact]
    public async Task Conflicting_requests_at_the_same_time_end_with_one()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var roles = Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? WireRole.VotingOfficer : WireRole.Counter);
        var outcomes = await Task.WhenAll(roles.Select((role, i) => CodeOf(() => RequestAsync(i < 4 ? anna : bo, organisation, cia, role))));
        outcomes.Count(code => code.Length == 0).ShouldBe(1);
        outcomes.Where(code => code.Length > 0).ShouldAllBe(code => code == "identity.duties_conflict" || code == "identity.role_held");
    }

    [Fact]
    public async Task Role_is_taken_away_by_two_administrators()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await ApproveAsync(bo, organisation, await RequestAsync(anna, organisation, cia, WireRole.Moderator));
        (await CodeOf(() => ApproveRevocationAsync(bo, organisation, grant))).ShouldBe("identity.revocation_not_requested");
        var asked = await RevokeAsync(anna, organisation, grant);
        (asked.State, asked.RevocationRequestedBy).ShouldBe((WireState.Held, anna.ToString()));
        (await CodeOf(() => RevokeAsync(bo, organisation, grant))).ShouldBe("identity.revocation_requested");
        (await CodeOf(() => ApproveRevocationAsync(anna, organisation, grant))).ShouldBe("identity.second_person_is_first");
        (await As(cia).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.Count.ShouldBe(1);
        var revoked = await ApproveRevocationAsync(bo, organisation, grant);
        (revoked.State, revoked.RevokedBy).ShouldBe((WireState.Revoked, bo.ToString()));
        (await As(cia).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Request_to_take_a_role_away_expires()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await ApproveAsync(bo, organisation, await RequestAsync(anna, organisation, cia, WireRole.Moderator));
        await RevokeAsync(anna, organisation, grant);
        host.Clock.Advance(TimeSpan.FromDays(7));
        (await CodeOf(() => ApproveRevocationAsync(bo, organisation, grant))).ShouldBe("identity.role_request_expired");
        (await GrantsAsync(anna, organisation)).Single(held => held.PersonId == cia.ToString()).RevocationRequestedBy.ShouldBeEmpty();
        await RevokeAsync(bo, organisation, grant);
        (await ApproveRevocationAsync(anna, organisation, grant)).State.ShouldBe(WireState.Revoked);
    }

    [Fact]
    public async Task Last_administrator_cannot_lay_the_role_down_even_when_both_try_at_once()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var grants = await GrantsAsync(anna, organisation);
        var outcomes = await Task.WhenAll(new[] { anna, bo }.Select(person => CodeOf(() => RevokeAsync(person, organisation, Of(person, grants)))));
        outcomes.Order().ShouldBe(["", "identity.last_administrator"]);
    }

    [Fact]
    public async Task Last_administrator_cannot_be_revoked_even_when_both_approve_at_once()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var grants = await GrantsAsync(anna, organisation);
        await RevokeAsync(anna, organisation, Of(bo, grants));
        await RevokeAsync(bo, organisation, Of(anna, grants));
        var outcomes = await Task.WhenAll(new[] { anna, bo }.Select(person => CodeOf(() => ApproveRevocationAsync(person, organisation, Of(person, grants)))));
        outcomes.Order().ShouldBe(["", "identity.last_administrator"]);
    }

    [Fact]
    public async Task Administrator_of_another_organisation_may_nothing_here()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var (elsewhere, _, _) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await RequestAsync(anna, organisation, cia, WireRole.Moderator);
        var stranger = await host.AddPersonAsync(Cancel);
        (await CodeOf(() => ApproveAsync(stranger, elsewhere, grant))).ShouldBe("request.forbidden");
        (await CodeOf(() => RevokeAsync(stranger, elsewhere, grant))).ShouldBe("request.forbidden");
        (await CodeOf(() => ApproveRevocationAsync(stranger, elsewhere, grant))).ShouldBe("request.forbidden");
        var client = As(stranger, elsewhere);
        (await CodeOf(() => client.ListRoleGrantsAsync(new ListRoleGrantsRequest { OrganisationId = organisation.ToString() }, cancellationToken: Cancel).ResponseAsync))
            .ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Visitor_and_person_without_role_are_refused()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var request = new InviteAdministratorsRequest { OrganisationId = organisation.ToString(), Count = 1 };
        (await CodeOf(() => new Client(host.As(null)).InviteAdministratorsAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.unauthenticated");
        var person = await host.AddPersonAsync(Cancel);
        (await CodeOf(() => As(person).InviteAdministratorsAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task List_is_paged_without_loss_or_repetition()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        foreach (var role in new[] { WireRole.Moderator, WireRole.Auditor, WireRole.Analyst })
        {
            await RequestAsync(anna, organisation, cia, role);
        }

        var seen = new List<string>();
        var token = "";
        do
        {
            var request = new ListRoleGrantsRequest { OrganisationId = organisation.ToString(), PageSize = 2, PageToken = token };
            var page = await As(anna, organisation).ListRoleGrantsAsync(request, cancellationToken: Cancel);
            seen.AddRange(page.RoleGrants.Select(grant => grant.RoleGrantId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        seen.Distinct().Count().ShouldBe(5);
        seen.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Faulty_request_names_every_field()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var request = new RequestRoleGrantRequest { OrganisationId = organisation.ToString(), PersonId = "x", Role = WireRole.NetworkLeader };
        (await CodeOf(() => As(anna, organisation).RequestRoleGrantAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Role_may_be_given_in_one_sub_budget_alone()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var (north, south) = (await SubBudgetAsync(organisation), await SubBudgetAsync(organisation));
        var cia = await host.AddPersonAsync(Cancel);
        var grant = await RequestAsync(anna, organisation, cia, WireRole.Screener, north);
        (grant.State, grant.SubBudgetId).ShouldBe((WireState.Requested, north.ToString()));
        var pending = new PendingActionService.PendingActionServiceClient(host.As(host.Administrator(bo, organisation)));
        var waits = await pending.ListPendingActionsAsync(new ListPendingActionsRequest { OrganisationId = organisation.ToString() }, cancellationToken: Cancel);
        waits.PendingActions.Single().SubBudgetId.ShouldBe(north.ToString());
        (await CodeOf(() => ApproveAsync(anna, organisation, grant))).ShouldBe("identity.second_person_is_first");
        await ApproveAsync(bo, organisation, grant);
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Screener, north))).ShouldBe("identity.role_held");
        await ApproveAsync(bo, organisation, await RequestAsync(anna, organisation, cia, WireRole.Screener, south));
        (await As(cia).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.ShouldBe(
            new[] { north, south }.Select(subBudget => new HeldRole { OrganisationId = organisation.ToString(), SubBudgetId = subBudget.ToString(), Role = WireRole.Screener }), ignoreOrder: true);
        await RevokeAsync(anna, organisation, grant);
        (await ApproveRevocationAsync(bo, organisation, grant)).State.ShouldBe(WireState.Revoked);
        (await As(cia).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.Single().SubBudgetId.ShouldBe(south.ToString());
        await ApproveAsync(bo, organisation, await RequestAsync(anna, organisation, cia, WireRole.Screener));
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Screener, north))).ShouldBe("identity.role_held");
    }

    [Fact]
    public async Task Role_is_not_given_in_a_sub_budget_that_is_not_the_organisations()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var cia = await host.AddPersonAsync(Cancel);
        var others = await SubBudgetAsync(await host.AddOrganisationAsync(Cancel));
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Screener, others))).ShouldBe("identity.sub_budget_missing");
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Screener, Id.New<SubBudgetId>(host.Clock.GetUtcNow())))).ShouldBe("identity.sub_budget_missing");
        var own = await SubBudgetAsync(organisation);
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Archivist, own))).ShouldBe("identity.role_not_limited");
        var faulty = new RequestRoleGrantRequest { OrganisationId = organisation.ToString(), PersonId = cia.ToString(), Role = WireRole.Screener, SubBudgetId = "x" };
        (await CodeOf(() => As(anna, organisation).RequestRoleGrantAsync(faulty, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Duties_exclude_each_other_within_a_sub_budget()
    {
        var (organisation, anna, _) = await AdministeredAsync();
        var (north, south) = (await SubBudgetAsync(organisation), await SubBudgetAsync(organisation));
        var cia = await host.AddPersonAsync(Cancel);
        await RequestAsync(anna, organisation, cia, WireRole.VotingOfficer, north);
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Counter, north))).ShouldBe("identity.duties_conflict");
        (await CodeOf(() => RequestAsync(anna, organisation, cia, WireRole.Counter))).ShouldBe("identity.duties_conflict");
        (await RequestAsync(anna, organisation, cia, WireRole.Counter, south)).SubBudgetId.ShouldBe(south.ToString());
    }

    [Fact]
    public async Task Same_request_for_a_sub_budget_at_the_same_time_is_kept_once()
    {
        var (organisation, anna, bo) = await AdministeredAsync();
        var north = await SubBudgetAsync(organisation);
        var cia = await host.AddPersonAsync(Cancel);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => CodeOf(() => RequestAsync(i < 4 ? anna : bo, organisation, cia, WireRole.Counter, north))));
        outcomes.Count(code => code.Length == 0).ShouldBe(1);
        outcomes.Where(code => code.Length > 0).ShouldAllBe(code => code == "identity.role_held");
    }

    private async Task<SubBudgetId> SubBudgetAsync(OrganisationId organisation)
    {
        var roll = new RollDriver(host, organisation);
        await roll.EnterAsync("Determined");
        return roll.SubBudget;
    }

    private async Task<(OrganisationId Organisation, PersonId Anna, PersonId Bo)> AdministeredAsync()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var persons = new List<PersonId>();
        foreach (var code in await InviteAsync(organisation, 2))
        {
            var person = await host.AddPersonAsync(Cancel);
            await As(person).RedeemInvitationAsync(new RedeemInvitationRequest { Code = code }, cancellationToken: Cancel);
            persons.Add(person);
        }

        return (organisation, persons[0], persons[1]);
    }

    private async Task<IList<string>> InviteAsync(OrganisationId organisation, int count) =>
        (await Leader.InviteAdministratorsAsync(
            new InviteAdministratorsRequest { OrganisationId = organisation.ToString(), Count = count }, cancellationToken: Cancel)).Codes;

    private Task<Contracts.Identity.V1.RoleGrant> RequestAsync(
        PersonId by, OrganisationId organisation, PersonId receiver, WireRole role, SubBudgetId? subBudget = null) =>
        As(by, organisation).RequestRoleGrantAsync(
            new RequestRoleGrantRequest { OrganisationId = organisation.ToString(), PersonId = receiver.ToString(), Role = role, SubBudgetId = subBudget?.ToString() ?? "" },
            cancellationToken: Cancel).ResponseAsync;

    private static Contracts.Identity.V1.RoleGrant Of(PersonId person, IEnumerable<Contracts.Identity.V1.RoleGrant> grants) =>
        grants.Single(grant => grant.PersonId == person.ToString());

    private async Task<IReadOnlyList<Contracts.Identity.V1.RoleGrant>> GrantsAsync(PersonId by, OrganisationId organisation) =>
        (await As(by, organisation).ListRoleGrantsAsync(new ListRoleGrantsRequest { OrganisationId = organisation.ToString() }, cancellationToken: Cancel)).RoleGrants;

    private Task<Contracts.Identity.V1.RoleGrant> ApproveAsync(PersonId by, OrganisationId organisation, Contracts.Identity.V1.RoleGrant grant) =>
        As(by, organisation).ApproveRoleGrantAsync(new ApproveRoleGrantRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel).ResponseAsync;

    private Task<Contracts.Identity.V1.RoleGrant> RevokeAsync(PersonId by, OrganisationId organisation, Contracts.Identity.V1.RoleGrant grant) =>
        As(by, organisation).RequestRoleRevocationAsync(new RequestRoleRevocationRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel).ResponseAsync;

    private Task<Contracts.Identity.V1.RoleGrant> ApproveRevocationAsync(PersonId by, OrganisationId organisation, Contracts.Identity.V1.RoleGrant grant) =>
        As(by, organisation).ApproveRoleRevocationAsync(
            new ApproveRoleRevocationRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel).ResponseAsync;

    private Client As(PersonId person) => new(host.As(host.Tokens.Person(person)));

    private Client As(PersonId administrator, OrganisationId organisation) => new(host.As(host.Administrator(administrator, organisation)));

    private static Task<string> CodeOf<T>(Func<Task<T>> call) => Failures.CodeOf(call);
}
