using System.Collections.Concurrent;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;
using Medborgarbudget.TestKit.Permissions;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>
/// Every operation of the running system's own OpenAPI document is called by a visitor, a participant, a proposer and the holder of each role
/// (S1), and by holders of the same roles in another sub-budget and in the neighbouring organisation with true ids (S2). Not one operation and not one id is left out.
/// </summary>
[Collection(WholeSystemCollection.Name)]
public sealed class PermissionMatrixTests(StaffedSystem system) : IClassFixture<StaffedSystem>
{
    private const int AtOnce = 8;
    private static readonly PermissionMatrix Matrix = PermissionMatrix.Read();

    public static TheoryData<char> People => [.. "BDF".Concat(PermissionMatrix.Roles.Keys)];

    /// <summary>Those whose role is in an organisation.</summary>
    public static TheoryData<char> Holders => [.. PermissionMatrix.Roles.Keys.Where(letter => letter != 'N')];

    /// <summary>Those whose role may be in one sub-budget.</summary>
    public static TheoryData<char> Limited => [.. PermissionMatrix.Roles.Where(pair => Elsewhere.IsPossible(pair.Value)).Select(pair => pair.Key)];

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
    public async Task S2_role_in_another_organisation_opens_nothing(char letter) =>
        (await OpenedAsync(letter, StaffedSystem.NeighbourOf(letter), IsShut)).ShouldBeEmpty();

    /// <summary>Neither what belongs to a sub-budget nor what belongs to the organisation; of lists in the organisation she may be given what is her own.</summary>
    [Theory]
    [MemberData(nameof(Limited))]
    public async Task S2_role_in_another_sub_budget_opens_nothing(char letter) =>
        (await OpenedAsync(letter, StaffedSystem.ElsewhereOf(letter), (request, outcome) => IsRefusedOrUnread(request, outcome) || IsOwnList(request.Operation, outcome)))
        .ShouldBeEmpty();

    /// <summary>The counterpart: where the organisation's holder finds something in a sub-budget, the sub-budget's holder finds it too, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Limited))]
    public async Task S2_role_in_a_sub_budget_opens_what_is_in_it_and_no_more(char letter) =>
        (await FaultsAsync(Owned(letter).Where(operation => operation.Method == HttpMethod.Get), async operation =>
        {
            var outcome = await system.SendAsync(OnTrueIds(operation), StaffedSystem.InTheirSubBudgetsOf(letter), Cancel);
            var whole = await system.SendAsync(OnTrueIds(operation), StaffedSystem.PersonOf(letter), Cancel);
            var isRight = system.Ids.AreInSubBudget(operation) ? outcome.IsRefused == whole.IsRefused : outcome.IsRefused || IsOwnList(operation, outcome);
            return isRight ? null : $"{outcome}";
        })).ShouldBeEmpty();

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

    /// <summary>The honest calls about true objects by which a person who holds the role elsewhere got in.</summary>
    private async Task<IReadOnlyCollection<string>> OpenedAsync(char letter, string person, Func<HostileRequest, Outcome, bool> isShut)
    {
        var owned = Owned(letter).Select(operation => operation.Id).ToHashSet(StringComparer.Ordinal);
        var attempts = HostileRequests.Honest(system.Document, system.Ids.Fill).Where(request => owned.Contains(request.Operation.Id));
        return await FaultsAsync(attempts, request => request.Operation, async request =>
            await system.SendAsync(request, person, Cancel) is var outcome && isShut(request, outcome) ? null : $"{outcome}");
    }

    /// <summary>What the role opens, of things that belong to an organisation.</summary>
    private IEnumerable<ApiOperation> Owned(char letter) => system.Document.Operations.Where(operation =>
        Matrix.Rows[operation.Action] is var row && row.Admits(letter) && !row.Admits('B')
        && operation.InPath.Any());

    /// <summary>A body may be refused for what it says before anybody is asked whose the thing is; without one there is no such excuse.</summary>
    private static bool IsShut(HostileRequest request, Outcome outcome) =>
        outcome is { Status: 403 or 404 } || (request.Body is not null && outcome.Status == 400);

    private static bool IsRefusedOrUnread(HostileRequest request, Outcome outcome) =>
        outcome.IsRefused || (request.Body is not null && outcome.Status == 400);

    /// <summary>A list that is asked for in the organisation and tells of no sub-budget that she has no role in, or no object there.</summary>
    private bool IsOwnList(ApiOperation operation, Outcome outcome) =>
        operation.Method == HttpMethod.Get && outcome.Status == 200 && !system.Ids.AreInSubBudget(operation)
        && !system.Ids.IsTellingOfSubBudget(outcome.Text);

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
