using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.System.Tests.Hostile;

/// <summary>Every attack on every operation of the whole system, from its own description: as a stranger and as each role.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class HostileInputTests(AttackedSystem system) : IClassFixture<AttackedSystem>
{
    private static readonly HostileCaller Stranger = new(IsStranger: true);
    private static readonly HostileCaller Known = new(IsStranger: false);

    public static TheoryData<string, Role> Holders =>
    [
        .. Organisations.Roles.Append((DemoPersons.Administrator, Role.Administrator)).DistinctBy(pair => pair.Item2).Select(pair => (pair.Item1, pair.Item2)),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stranger_breaks_nothing_and_gets_in_nowhere()
    {
        var requests = HostileRequests.Against(system.Document).ToList();
        requests.Count.ShouldBeGreaterThan(2_000);
        (await system.FaultsAsync(requests, null, Stranger, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stranger_who_knows_the_ids_gets_in_nowhere() =>
        (await system.FaultsAsync(Light(_ => true), null, Stranger, Cancel)).ShouldBeEmpty();

    [Fact]
    public async Task Resident_breaks_nothing() =>
        (await system.FaultsAsync(Light(operation => operation.Roles.Count == 0), "rut", Known, Cancel)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task Holder_of_a_role_breaks_nothing_by_its_own_operations(string person, Role role)
    {
        var own = Light(operation => operation.Roles.Contains(RoleNames.NameOf(role)));
        own.ShouldNotBeEmpty();
        (await system.FaultsAsync(own, person, Known, Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task Holder_of_a_role_elsewhere_gets_in_nowhere(string person, Role role)
    {
        var aimed = HostileRequests.Honest(system.Document, system.TrueIds)
            .Where(request => request.Operation.Roles.Contains(RoleNames.NameOf(role)) && request.Operation.InPath.Any()).ToList();
        (await system.FaultsAsync(aimed, WrongPersonsFirst.NeighbourPrefix + person, Stranger, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Network_leader_breaks_nothing()
    {
        var own = Light(operation => operation.Roles.Contains(RoleNames.NameOf(Role.NetworkLeader)));
        (await system.FaultsAsync(own, DemoPersons.NetworkLeader, Known, Cancel)).ShouldBeEmpty();
    }

    /// <summary>The attacks with ids of objects that exist, without those of megabytes.</summary>
    private List<HostileRequest> Light(Func<ApiOperation, bool> on) =>
        [.. HostileRequests.Against(system.Document, system.TrueIds).Where(request => !request.IsHeavy && on(request.Operation))];
}
