using System.Security.Claims;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.TestKit.Permissions;
using Action = Medborgarbudget.Contracts.Access.V1.Action;

namespace Medborgarbudget.Contracts.Tests.Permissions;

/// <summary>S1: the code that decides, asked for every rpc as everybody, against <c>docs/permissions.md</c>.</summary>
public sealed class CallerTests
{
    private static readonly PermissionMatrix Matrix = PermissionMatrix.Read();
    private static readonly OrganisationId Organisation = Id.New<OrganisationId>(DateTimeOffset.UnixEpoch);

    private static IEnumerable<AccessRule> Rules =>
        AccessRules.Services.SelectMany(service => service.Methods).Select(method => AccessRules.Find($"/{method.Service.FullName}/{method.Name}")!);

    public static TheoryData<string> Services =>
        [.. AccessRules.Services.Select(service => service.File.Package.Split('.')[1]).Append("nobody").Distinct()];

    [Fact]
    public void S1_visitor_is_let_in_where_everybody_is() => Faults(new ClaimsPrincipal(new ClaimsIdentity()), 'B').ShouldBeEmpty();

    [Fact]
    public void S1_third_party_client_has_no_rights_of_its_own() => Faults(Client("app-town-square"), 'B').ShouldBeEmpty();

    [Fact]
    public void S1_third_party_client_with_a_persons_token_is_let_in_as_its_column_says() =>
        Faults(Through("app-town-square", "openid profile ideas vote"), 'K').ShouldBeEmpty();

    [Fact]
    public void S1_third_party_client_is_let_in_for_nothing_that_the_person_did_not_agree_to() =>
        Faults(Through("app-town-square", "openid"), 'B').ShouldBeEmpty();

    /// <summary>No token with roles is issued to one; if it were, they would not count, for whatever id is not known to be ours.</summary>
    [Theory]
    [InlineData("app-town-square")]
    [InlineData("MB-web")]
    [InlineData("web")]
    public void S1_roles_do_not_count_in_the_token_of_a_third_party_client(string client)
    {
        var roles = PermissionMatrix.Roles.Values.Select(role => new HeldRole(role, role == Role.NetworkLeader ? null : Organisation));
        Faults(Through(client, "openid profile ideas vote", roles), 'K').ShouldBeEmpty();
    }

    [Fact]
    public void S1_participant_is_let_in_as_one() => Faults(Person(), 'D').ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Letters))]
    public void S1_holder_of_a_role_is_let_in_as_that_and_as_a_participant(char letter)
    {
        var role = PermissionMatrix.Roles[letter];
        Faults(Person(new HeldRole(role, role == Role.NetworkLeader ? null : Organisation)), letter).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void S1_role_that_the_sign_in_is_too_weak_for_gives_no_right_and_is_told_as_that(char letter)
    {
        var role = PermissionMatrix.Roles[letter];
        var claim = new Claim("withheld_roles", RoleNames.Write(new HeldRole(role, role == Role.NetworkLeader ? null : Organisation)));
        var weak = Signed([new("sub", Guid.NewGuid().ToString()), new("client_id", "mb-web"), claim]);
        Faults(weak, 'D').ShouldBeEmpty();
        var refused = Rules.Where(rule => Set(weak, rule).Refusal(rule) is not null).ToList();
        refused.Where(rule => Set(weak, rule).Refusal(rule) != (rule.Access.Roles.Contains(role) ? GeneralErrors.LevelTooLow : GeneralErrors.Forbidden))
            .Select(rule => rule.Method.FullName).ShouldBeEmpty();
    }

    /// <summary>Every rpc with roles, asked about everything that there is by the holder of each scope, held or withheld.</summary>
    [Fact]
    public void S2_role_counts_where_it_is_held_and_nowhere_else()
    {
        OrganisationId[] organisations = [Organisation, Id.New<OrganisationId>(DateTimeOffset.UnixEpoch)];
        SubBudgetId?[] subBudgets = [null, Id.New<SubBudgetId>(DateTimeOffset.UnixEpoch), Id.New<SubBudgetId>(DateTimeOffset.UnixEpoch)];
        foreach (var rule in Rules.Where(rule => rule.Access.Roles.Count > 0 && !rule.Access.Roles.Contains(Role.NetworkLeader)))
        {
            var role = rule.Access.Roles[^1];
            foreach (var (organisation, subBudget) in organisations.SelectMany(_ => subBudgets, (one, other) => (one, other)))
            {
                var held = new HeldRole(role, Organisation, subBudget);
                foreach (var asked in subBudgets)
                {
                    var isThere = organisation == Organisation && (subBudget is null || asked == subBudget);
                    var caller = Set(Person(held), rule);
                    caller.MayActIn(organisation, asked).ShouldBe(isThere);
                    caller.Holds(role, organisation, asked).ShouldBe(isThere);
                    caller.ActingAs(organisation, asked).ShouldBe(isThere ? role : null);
                    caller.MayActSomewhereIn(organisation).ShouldBe(organisation == Organisation);
                    caller.IsTooWeak.ShouldBeFalse();
                    var weak = Set(Signed([new("sub", Guid.NewGuid().ToString()), new("client_id", "mb-web"), new("withheld_roles", RoleNames.Write(held))]), rule);
                    weak.MayActIn(organisation, asked).ShouldBeFalse();
                    weak.IsTooWeak.ShouldBe(isThere);
                }
            }
        }
    }

    [Fact]
    public void Role_is_read_as_it_was_written()
    {
        var subBudget = Id.New<SubBudgetId>(DateTimeOffset.UnixEpoch);
        foreach (var held in new HeldRole[] { new(Role.Screener, Organisation), new(Role.Screener, Organisation, subBudget), new(Role.NetworkLeader, null) })
        {
            RoleNames.Read(RoleNames.Write(held)).ShouldBe(held);
        }

        RoleNames.Write(new HeldRole(Role.Screener, Organisation, subBudget)).ShouldBe($"screener@{Organisation}/{subBudget}");
    }

    /// <summary>A scope that cannot be read is not taken for a wider one.</summary>
    [Theory]
    [InlineData("screener")]
    [InlineData("screener@")]
    [InlineData("screener@/")]
    [InlineData("screener@{o}/")]
    [InlineData("screener@{o}/x")]
    [InlineData("screener@{o}/{o}/")]
    [InlineData("screener@{o}/{o}/{o}")]
    [InlineData("screener@{o} ")]
    [InlineData("screener@/{o}")]
    [InlineData("screener@installation")]
    [InlineData("screener@installation/{o}")]
    [InlineData("network_leader@installation/{o}")]
    [InlineData("network_leader@{o}")]
    [InlineData("screeners@{o}")]
    public void Malformed_role_gives_no_right(string text) =>
        RoleNames.Read(text.Replace("{o}", Organisation.ToString(), StringComparison.Ordinal)).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Services))]
    public void S1_service_has_its_own_rights_only(string name) => Faults(Client(Caller.ServicePrefix + name), 'B', name).ShouldBeEmpty();

    public static TheoryData<char> Letters => [.. PermissionMatrix.Roles.Keys];

    /// <summary>The rpcs that are not what the column of one person, or the services' table, say.</summary>
    private static IEnumerable<string> Faults(ClaimsPrincipal principal, char letter, string service = "") =>
        from rule in Rules
        where !rule.Access.BallotToken
        let caller = Set(principal, rule)
        let expected = rule.Access.Action == Action.Unspecified
            ? Matrix.Services[$"{rule.Method.Service.Name}.{rule.Method.Name}"].Contains(service)
            : Matrix.Rows[ActionNames.NameOf(rule.Access.Action)] is var row && (letter == 'K' ? row.Admits('K') : row.AdmitsPerson(letter))
        where caller.Refusal(rule) is null != expected
        select rule.Method.FullName;

    private static Caller Set(ClaimsPrincipal principal, AccessRule rule)
    {
        var caller = new Caller();
        caller.Set(principal, rule);
        return caller;
    }

    private static ClaimsPrincipal Person(params IEnumerable<HeldRole> roles) => Signed(
        [new("sub", Guid.NewGuid().ToString()), new("client_id", "mb-web"), .. roles.Select(role => new Claim("roles", RoleNames.Write(role)))]);

    private static ClaimsPrincipal Through(string client, string scope, params IEnumerable<HeldRole> roles) => Signed(
        [new("sub", Guid.NewGuid().ToString()), new("client_id", client), new("scope", scope), .. roles.Select(role => new Claim("roles", RoleNames.Write(role)))]);

    private static ClaimsPrincipal Client(string id) => Signed([new("sub", id), new("client_id", id)]);

    private static ClaimsPrincipal Signed(IEnumerable<Claim> claims) => new(new ClaimsIdentity(claims, "test"));
}
