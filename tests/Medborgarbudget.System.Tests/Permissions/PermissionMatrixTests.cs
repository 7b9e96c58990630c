using System.Collections.Concurrent;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;
using Medborgarbudget.TestKit.Permissions;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>
/// Every operation of the running system's own OpenAPI document is called by a visitor, a participant, a proposer and the holder of each role
/// (S1), and by holders of the same roles in the neighbouring organisation with true ids (S2). Not one operation and not one id is left out.
/// </summary>
[Collection(WholeSystemCollection.Name)]
public sealed class PermissionMatrixTests(StaffedSystem system) : IClassFixture<StaffedSystem>
{
    private const int AtOnce = 8;
    private static readonly PermissionMatrix Matrix = PermissionMatrix.Read();

    public static TheoryData<char> People => [.. "BDF".Concat(PermissionMatrix.Roles.Keys)];

    /// <summary>Those whose role is in an organisation.</summary>
    public static TheoryData<char> Holders => [.. PermissionMatrix.Roles.Keys.Where(letter => letter != 'N')];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(People))]
    public async Task S1_is_let_in_or_refused_as_the_matrix_says(char letter)
    {
        var asked = 0;
        var faults = await FaultsAsync(system.Document.Operations, async operation =>
        {
            Interlocked.Increment(ref asked);
            var outcome = await system.CallAsync(operation, letter, Cancel);
            return outcome.Status < 500 && outcome.IsRefused != ShouldEnter(operation, letter) ? null : $"{operation.Action}: {outcome}";
        });
        faults.ShouldBeEmpty();
        asked.ShouldBe(system.Document.Operations.Count);
        asked.ShouldBeGreaterThan(100);
    }

    /// <summary>Whatever she holds: what a person may through a registered client of a third party is what its column says.</summary>
    [Theory]
    [InlineData('D')]
    [InlineData('P')]
    [InlineData('C')]
    [InlineData('H')]
    [InlineData('N')]
    public async Task S1_third_party_client_is_let_in_with_a_persons_token_as_its_column_says(char letter)
    {
        var faults = await FaultsAsync(system.Document.Operations.Where(operation => !operation.TakesBallotToken), async operation =>
        {
            var outcome = await system.CallThroughThirdPartyAsync(operation, letter, Cancel);
            return outcome.Status < 500 && outcome.IsRefused != Matrix.Rows[operation.Action].Admits('K') ? null : $"{operation.Action}: {outcome}";
        });
        faults.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task S1_is_refused_about_true_objects_too(char letter) =>
        (await FaultsAsync(
            system.Document.Operations.Where(operation => !ShouldEnter(operation, letter)),
            async operation => await system.SendAsync(OnTrueIds(operation), StaffedSystem.PersonOf(letter), Cancel) is { IsRefused: false } outcome ? $"{outcome}" : null))
        .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task S2_role_in_another_organisation_opens_nothing(char letter)
    {
        var owned = Owned(letter).Select(operation => operation.Id).ToHashSet(StringComparer.Ordinal);
        var attempts = HostileRequests.Honest(system.Document, system.Ids.Fill).Where(request => owned.Contains(request.Operation.Id));
        (await FaultsAsync(attempts, request => request.Operation, async request =>
            await system.SendAsync(request, StaffedSystem.NeighbourOf(letter), Cancel) is var outcome && IsShut(request, outcome) ? null : $"{outcome}")).ShouldBeEmpty();
    }

    /// <summary>The counterpart: what the neighbour is refused is really there for those whose it is.</summary>
    [Theory]
    [MemberData(nameof(Holders))]
    public async Task S2_true_ids_are_found_by_those_whose_they_are(char letter) =>
        (await FaultsAsync(
            Owned(letter).Where(operation => operation.Method == HttpMethod.Get),
            async operation => await system.SendAsync(OnTrueIds(operation), StaffedSystem.PersonOf(letter), Cancel) is { Status: 401 or 403 or 404 or >= 500 } outcome ? $"{outcome}" : null))
        .ShouldBeEmpty();

    [Fact]
    public void S2_no_kind_of_id_is_left_out() =>
        PermissionMatrix.Roles.Keys.Where(letter => letter != 'N').SelectMany(Owned).SelectMany(operation => operation.InPath).Select(parameter => parameter.Name)
            .Where(name => name.EndsWith("Id", StringComparison.Ordinal)).Distinct()
            .ShouldBe(system.Ids.Kinds, ignoreOrder: true);

    /// <summary>What the role opens, of things that belong to an organisation.</summary>
    private IEnumerable<ApiOperation> Owned(char letter) => system.Document.Operations.Where(operation =>
        Matrix.Rows[operation.Action] is var row && row.Admits(letter) && !row.Admits('B')
        && operation.InPath.Any());

    /// <summary>A body may be refused for what it says before anybody is asked whose the thing is; without one there is no such excuse.</summary>
    private static bool IsShut(HostileRequest request, Outcome outcome) =>
        outcome is { Status: 403 or 404 } || (request.Body is not null && outcome.Status == 400);

    private HostileRequest OnTrueIds(ApiOperation operation) =>
        new(operation, "nothing wrong", operation.Address(system.Ids.Fill), operation.Body is null ? null : "{}"u8.ToArray());

    private static Task<IReadOnlyCollection<string>> FaultsAsync(IEnumerable<ApiOperation> operations, Func<ApiOperation, Task<string?>> faultOf) =>
        FaultsAsync(operations, operation => operation, faultOf);

    private static async Task<IReadOnlyCollection<string>> FaultsAsync<T>(IEnumerable<T> calls, Func<T, ApiOperation> operationOf, Func<T, Task<string?>> faultOf)
    {
        var faults = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel };
        await Parallel.ForEachAsync(calls, options, async (call, _) =>
        {
            if (await faultOf(call) is { } fault)
            {
                faults.Add($"{operationOf(call).Id}: {fault}");
            }
        });
        return faults;
    }

    /// <summary>Where a ballot token is asked for, a person's own is none: what its holder may, the walk of the whole path tries.</summary>
    private static bool ShouldEnter(ApiOperation operation, char letter) =>
        !operation.TakesBallotToken && Matrix.Rows[operation.Action].AdmitsPerson(letter);
}
