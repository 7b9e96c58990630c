using System.Collections.Concurrent;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;
using Medborgarbudget.TestKit.Permissions;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>
/// S1: every operation of the running system's own OpenAPI document is called by a visitor, a participant, a proposer and the holder of each
/// role, and lets in whom <c>docs/permissions.md</c> names. Not one operation is left out.
/// </summary>
[Collection(WholeSystemCollection.Name)]
public sealed class PermissionMatrixTests(StaffedSystem system) : IClassFixture<StaffedSystem>
{
    private const int AtOnce = 8;
    private static readonly PermissionMatrix Matrix = PermissionMatrix.Read();

    public static TheoryData<char> People => [.. "BDF".Concat(PermissionMatrix.Roles.Keys)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(People))]
    public async Task S1_is_let_in_or_refused_as_the_matrix_says(char letter)
    {
        var faults = new ConcurrentBag<string>();
        var asked = 0;
        await ForEachOperationAsync(async operation =>
        {
            var outcome = await system.CallAsync(operation, letter, onTrueIds: false, Cancel);
            Interlocked.Increment(ref asked);
            if (outcome.Status >= 500 || outcome.IsRefused == ShouldEnter(operation, letter))
            {
                faults.Add($"{operation.Id} ({operation.Action}): {outcome}");
            }
        });
        faults.ShouldBeEmpty();
        asked.ShouldBe(system.Document.Operations.Count);
        asked.ShouldBeGreaterThan(100);
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task S1_is_refused_about_true_objects_too(char letter)
    {
        var faults = new ConcurrentBag<string>();
        await ForEachOperationAsync(async operation =>
        {
            if (!ShouldEnter(operation, letter) && !(await system.CallAsync(operation, letter, onTrueIds: true, Cancel)).IsRefused)
            {
                faults.Add(operation.Id);
            }
        });
        faults.ShouldBeEmpty();
    }

    private Task ForEachOperationAsync(Func<ApiOperation, Task> ask) => Parallel.ForEachAsync(
        system.Document.Operations, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel }, async (operation, _) => await ask(operation));

    /// <summary>
    /// Whoever holds a role has signed in, and is a participant and perhaps a proposer too. Where a ballot token is asked for, a person's own is
    /// none: what its holder may, the walk of the whole path tries.
    /// </summary>
    private static bool ShouldEnter(ApiOperation operation, char letter)
    {
        var row = Matrix.Rows[operation.Action];
        return !operation.TakesBallotToken && (row.Admits(letter) || (letter != 'B' && (row.Admits('D') || row.Admits('F'))));
    }
}
