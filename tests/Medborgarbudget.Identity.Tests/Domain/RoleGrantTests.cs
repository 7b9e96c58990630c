using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class RoleGrantTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly OrganisationId Organisation = Id.New<OrganisationId>(Now);
    private static readonly SubBudgetId North = Id.New<SubBudgetId>(Now);
    private static readonly SubBudgetId South = Id.New<SubBudgetId>(Now);
    private static readonly PersonId Anna = Id.New<PersonId>(Now);
    private static readonly PersonId Bo = Id.New<PersonId>(Now);
    private static readonly PersonId Cia = Id.New<PersonId>(Now);

    [Fact]
    public void Role_is_held_only_after_a_second_administrator_has_approved()
    {
        var requested = Request(Cia, Role.Moderator, by: Anna).Value;
        requested.State.ShouldBe(RoleGrantState.Requested);
        requested.Approve(Bo, [], Now).Value.State.ShouldBe(RoleGrantState.Held);
    }

    [Fact]
    public void Requester_does_not_approve() =>
        Request(Cia, Role.Moderator, by: Anna).Value.Approve(Anna, [], Now).Error.ShouldBe(IdentityErrors.SecondPersonIsFirst);

    [Fact]
    public void Request_that_nobody_approved_within_seven_days_has_expired()
    {
        var requested = Request(Cia, Role.Moderator, by: Anna).Value;
        var end = Now.AddDays(7);
        requested.StateAt(end.AddTicks(-1)).ShouldBe(RoleGrantState.Requested);
        requested.Approve(Bo, [], end.AddTicks(-1)).Value.StateAt(Now.AddYears(1)).ShouldBe(RoleGrantState.Held);
        requested.StateAt(end).ShouldBe(RoleGrantState.Expired);
        requested.Approve(Bo, [], end).Error.ShouldBe(IdentityErrors.RoleRequestExpired);
        (requested with { State = RoleGrantState.Expired }).Approve(Bo, [], end).Error.ShouldBe(IdentityErrors.RoleRequestExpired);
    }

    [Fact]
    public void Receiver_does_not_approve() =>
        Request(Cia, Role.Moderator, by: Anna).Value.Approve(Cia, [], Now).Error.ShouldBe(IdentityErrors.OwnRole);

    [Theory]
    [InlineData(Role.LeadScreener)]
    [InlineData(Role.CountLeader)]
    [InlineData(Role.Counter)]
    [InlineData(Role.Secretary)]
    public void Nobody_gives_oneself_a_role_that_decides(Role role) => Request(Anna, role, by: Anna).Error.ShouldBe(IdentityErrors.OwnRole);

    [Theory]
    [InlineData(Role.VotingOfficer, Role.Counter)]
    [InlineData(Role.VotingOfficer, Role.CountLeader)]
    [InlineData(Role.Administrator, Role.Counter)]
    [InlineData(Role.Administrator, Role.CountLeader)]
    public void Roll_and_ballots_are_never_in_one_hand(Role one, Role other)
    {
        Request(Cia, one, by: Anna, other).Error.ShouldBe(IdentityErrors.DutiesConflict);
        Request(Cia, other, by: Anna, one).Error.ShouldBe(IdentityErrors.DutiesConflict);
    }

    [Fact]
    public void Conflict_that_arose_after_the_request_stops_the_approval() =>
        Request(Cia, Role.Counter, by: Anna).Value.Approve(Bo, [Wide(Role.VotingOfficer)], Now).Error.ShouldBe(IdentityErrors.DutiesConflict);

    [Fact]
    public void Every_other_pair_of_roles_goes_together()
    {
        var roles = Enum.GetValues<Role>().Except([Role.Unspecified]).ToList();
        var conflicts = roles.SelectMany(_ => roles, (held, added) => Duties.Conflict([Wide(held)], Wide(added))).Count(conflict => conflict);
        conflicts.ShouldBe(8);
    }

    [Fact]
    public void Role_held_or_awaited_is_not_asked_for_twice() =>
        Request(Cia, Role.Auditor, by: Anna, Role.Auditor).Error.ShouldBe(IdentityErrors.RoleHeld);

    /// <summary>Every pair of roles in every pair of scopes: two roles that exclude each other do so where there is a sub-budget in which both count.</summary>
    [Fact]
    public void Roles_exclude_each_other_only_where_both_count()
    {
        foreach (var (held, added) in Pairs(Duties.MayBeLimited))
        {
            var isSameHand = Duties.Conflict([Wide(held.Role)], Wide(added.Role));
            var isSamePlace = held.SubBudget is null || added.SubBudget is null || held.SubBudget == added.SubBudget;
            Duties.Conflict([held], added).ShouldBe(isSameHand && isSamePlace, $"{held} {added}");
            Duties.Conflict([added], held).ShouldBe(isSameHand && isSamePlace, $"{added} {held}");
        }
    }

    [Fact]
    public void Officer_in_one_sub_budget_counts_in_another_but_not_in_the_organisation()
    {
        var officer = new ScopedRole(Role.VotingOfficer, North);
        Request(Cia, new ScopedRole(Role.Counter, South), by: Anna, officer).Value.Approve(Bo, [officer], Now).Value.State.ShouldBe(RoleGrantState.Held);
        Request(Cia, new ScopedRole(Role.Counter, North), by: Anna, officer).Error.ShouldBe(IdentityErrors.DutiesConflict);
        Request(Cia, Wide(Role.Counter), by: Anna, officer).Error.ShouldBe(IdentityErrors.DutiesConflict);
        Request(Cia, new ScopedRole(Role.Counter, South), by: Anna).Value.Approve(Bo, [Wide(Role.VotingOfficer)], Now).Error.ShouldBe(IdentityErrors.DutiesConflict);
    }

    [Fact]
    public void Role_in_the_organisation_includes_its_sub_budgets_and_not_the_other_way_round()
    {
        var north = new ScopedRole(Role.Screener, North);
        Request(Cia, north, by: Anna, Wide(Role.Screener)).Error.ShouldBe(IdentityErrors.RoleHeld);
        Request(Cia, north, by: Anna, north).Error.ShouldBe(IdentityErrors.RoleHeld);
        Request(Cia, new ScopedRole(Role.Screener, South), by: Anna, north).Value.SubBudgetId.ShouldBe(South);
        Request(Cia, Wide(Role.Screener), by: Anna, north).Value.SubBudgetId.ShouldBeNull();
    }

    [Fact]
    public void Roles_of_the_whole_organisation_are_not_limited() =>
        Enum.GetValues<Role>().Where(role => Request(Cia, new ScopedRole(role, North), by: Anna).Error == IdentityErrors.RoleNotLimited)
            .ShouldBe([Role.Unspecified, Role.Archivist, Role.Administrator, Role.NetworkLeader], ignoreOrder: true);

    [Fact]
    public void Nobody_gives_oneself_a_role_that_decides_in_a_sub_budget_either() =>
        Request(Anna, new ScopedRole(Role.CountLeader, North), by: Anna).Error.ShouldBe(IdentityErrors.OwnRole);

    [Fact]
    public void Last_administrator_stays()
    {
        var administrator = RoleGrant.Redeem(Organisation, Anna, [], Bo, Now).Value;
        administrator.State.ShouldBe(RoleGrantState.Held);
        administrator.RequestRevocation(Anna, isLastAdministrator: true, Now).Error.ShouldBe(IdentityErrors.LastAdministrator);
        administrator.RequestRevocation(Cia, isLastAdministrator: true, Now).Error.ShouldBe(IdentityErrors.LastAdministrator);
        var asked = administrator.RequestRevocation(Cia, isLastAdministrator: false, Now).Value;
        asked.ApproveRevocation(Bo, isLastAdministrator: true, Now).Error.ShouldBe(IdentityErrors.LastAdministrator);
    }

    [Fact]
    public void Role_is_taken_away_by_two_persons()
    {
        var asked = AskedBack();
        asked.StateAt(Now).ShouldBe(RoleGrantState.Held);
        asked.ApproveRevocation(Anna, isLastAdministrator: false, Now).Error.ShouldBe(IdentityErrors.SecondPersonIsFirst);
        var revoked = asked.ApproveRevocation(Bo, isLastAdministrator: false, Now.AddDays(1)).Value;
        (revoked.State, revoked.RevocationRequestedBy, revoked.RevokedBy, revoked.RevokedAt).ShouldBe((RoleGrantState.Revoked, Anna, Bo, Now.AddDays(1)));
    }

    [Fact]
    public void Holder_may_agree_to_losing_the_role() =>
        AskedBack().ApproveRevocation(Cia, isLastAdministrator: false, Now).Value.State.ShouldBe(RoleGrantState.Revoked);

    [Fact]
    public void Nothing_is_taken_away_that_was_not_requested() =>
        Held().ApproveRevocation(Bo, isLastAdministrator: false, Now).Error.ShouldBe(IdentityErrors.RevocationNotRequested);

    [Fact]
    public void Request_to_take_away_expires_after_seven_days_and_may_be_made_again()
    {
        var asked = AskedBack();
        var end = Now.AddDays(7);
        asked.RequestRevocation(Bo, isLastAdministrator: false, end.AddTicks(-1)).Error.ShouldBe(IdentityErrors.RevocationRequested);
        asked.ApproveRevocation(Bo, isLastAdministrator: false, end).Error.ShouldBe(IdentityErrors.RoleRequestExpired);
        var again = asked.RequestRevocation(Bo, isLastAdministrator: false, end).Value;
        again.ApproveRevocation(Bo, isLastAdministrator: false, end).Error.ShouldBe(IdentityErrors.SecondPersonIsFirst);
        again.ApproveRevocation(Anna, isLastAdministrator: false, end).Value.State.ShouldBe(RoleGrantState.Revoked);
    }

    [Fact]
    public void Holder_lays_a_role_down_alone() =>
        Held().RequestRevocation(Cia, isLastAdministrator: false, Now).Value.State.ShouldBe(RoleGrantState.Revoked);

    [Fact]
    public void Mere_request_is_withdrawn_by_one() =>
        Request(Cia, Role.Moderator, by: Anna).Value.RequestRevocation(Bo, isLastAdministrator: false, Now).Value.State.ShouldBe(RoleGrantState.Revoked);

    [Fact]
    public void Revoked_role_is_neither_approved_nor_revoked_anew()
    {
        var revoked = Held().RequestRevocation(Cia, isLastAdministrator: false, Now).Value;
        revoked.Approve(Bo, [], Now).Error.ShouldBe(IdentityErrors.RoleGrantNotOpen);
        revoked.RequestRevocation(Bo, isLastAdministrator: false, Now).Error.ShouldBe(IdentityErrors.RoleGrantNotHeld);
        revoked.ApproveRevocation(Bo, isLastAdministrator: false, Now).Error.ShouldBe(IdentityErrors.RoleGrantNotHeld);
    }

    private static RoleGrant Held() => Request(Cia, Role.Moderator, by: Anna).Value.Approve(Bo, [], Now).Value;

    private static RoleGrant AskedBack() => Held().RequestRevocation(Anna, isLastAdministrator: false, Now).Value;

    private static Result<RoleGrant> Request(PersonId receiver, Role role, PersonId by, params Role[] open) =>
        Request(receiver, Wide(role), by, [.. open.Select(Wide)]);

    private static Result<RoleGrant> Request(PersonId receiver, ScopedRole role, PersonId by, params ScopedRole[] open) =>
        RoleGrant.Request(Organisation, receiver, role, open, by, Now);

    private static IEnumerable<(ScopedRole Held, ScopedRole Added)> Pairs(Func<Role, bool> mayBeLimited)
    {
        ScopedRole[] all =
        [
            .. from role in Enum.GetValues<Role>()
               from subBudget in new SubBudgetId?[] { null, North, South }
               where subBudget is null || mayBeLimited(role)
               select new ScopedRole(role, subBudget),
        ];
        return from held in all from added in all select (held, added);
    }

    private static ScopedRole Wide(Role role) => new(role, null);
}
