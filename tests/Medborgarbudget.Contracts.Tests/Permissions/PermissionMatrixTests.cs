using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Tests.Descriptors;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.TestKit.Permissions;
using Action = Medborgarbudget.Contracts.Access.V1.Action;

namespace Medborgarbudget.Contracts.Tests.Permissions;

/// <summary>S1: what the options of every rpc say is what <c>docs/permissions.md</c> says, for every column.</summary>
public sealed class PermissionMatrixTests
{
    private static readonly PermissionMatrix Matrix = PermissionMatrix.Read();

    [Fact]
    public void S1_every_rpc_lets_in_whom_the_matrix_names_and_nobody_else() =>
        Rpcs.All.Where(method => Rpcs.AccessOf(method).Services.Count == 0)
            .SelectMany(method => Faults(Rpcs.AccessOf(method)).Select(fault => $"{method.FullName}: {fault}"))
            .ShouldBeEmpty();

    [Fact]
    public void S1_rpcs_between_services_are_those_of_the_table() =>
        Rpcs.All.Where(method => Rpcs.AccessOf(method).Services.Count > 0)
            .Select(method => $"{method.Service.Name}.{method.Name}: {string.Join(", ", Rpcs.AccessOf(method).Services)}")
            .ShouldBe(Matrix.Services.Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}"), ignoreOrder: true);

    [Fact]
    public void Every_action_has_its_row_and_every_row_its_action() =>
        Enum.GetValues<Action>().Where(action => action != Action.Unspecified).Select(ActionNames.NameOf).ShouldBe(Matrix.Rows.Keys, ignoreOrder: true);

    [Fact]
    public void Every_role_has_its_column() =>
        PermissionMatrix.Roles.Values.ShouldBe(Enum.GetValues<Role>().Where(role => role != Role.Unspecified), ignoreOrder: true);

    [Fact]
    public void Rpc_without_an_action_is_caught() => Faults(new Access.V1.Access { Everyone = true }).ShouldBe(["has no action"]);

    [Theory]
    [InlineData("{ \"action\": \"ACTION_CAST_BALLOT\", \"everyone\": true }", "B")]
    [InlineData("{ \"action\": \"ACTION_SUPPORT\", \"participant\": true }", "K")]
    [InlineData("{ \"action\": \"ACTION_KEEP_CONSENTS\", \"participant\": true, \"scope\": \"vote\" }", "K")]
    [InlineData("{ \"action\": \"ACTION_READ_PUBLIC\", \"participant\": true }", "B")]
    [InlineData("{ \"action\": \"ACTION_HIDE_CONTRIBUTION\", \"roles\": [\"ROLE_MODERATOR\", \"ROLE_ADMINISTRATOR\"] }", "H")]
    [InlineData("{ \"action\": \"ACTION_SEE_BALLOTS\", \"roles\": [\"ROLE_AUDITOR\"] }", "C")]
    [InlineData("{ \"action\": \"ACTION_HIDE_CONTRIBUTION\", \"roles\": [\"ROLE_MODERATOR\"], \"participant\": true }", "D")]
    [InlineData("{ \"action\": \"ACTION_MANAGE_ROLES\", \"roles\": [\"ROLE_ADMINISTRATOR\"] }", "two persons")]
    [InlineData("{ \"action\": \"ACTION_SEE_RUNNING_TOTALS\", \"roles\": [\"ROLE_AUDITOR\"] }", "X")]
    public void Option_that_is_not_the_matrix_is_caught(string option, string fault) =>
        Faults(Access.V1.Access.Parser.ParseJson(option)).ShouldContain(found => found.StartsWith(fault, StringComparison.Ordinal));

    private static IEnumerable<string> Faults(Access.V1.Access access)
    {
        if (access.Action == Action.Unspecified)
        {
            return ["has no action"];
        }

        var row = Matrix.Rows[ActionNames.NameOf(access.Action)];
        return row.Cells.Keys.Where(who => Admits(row, who) != LetsIn(access, who))
            .Select(who => $"{who} stands as {row.Cells[who]}")
            .Concat(row.NeedsTwoPersons == access.TwoPersons ? [] : ["two persons are needed in one of the two only"]);
    }

    /// <summary>Who has proposed something is known to the use case only: before it, a participant is let in for what either of them may.</summary>
    private static bool Admits(PermissionRow row, char who) => who is 'D' or 'F' ? row.Admits('D') || row.Admits('F') : row.Admits(who);

    private static bool LetsIn(Access.V1.Access access, char who) => access.Everyone || who switch
    {
        'B' => false,
        'D' or 'F' => access.Participant || access.BallotToken,
        'K' => access is { Participant: true, Scope.Length: > 0 } || access.BallotToken,
        _ => access.Roles.Contains(PermissionMatrix.Roles[who]),
    };
}
