using Action = Medborgarbudget.Contracts.Access.V1.Action;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>The code of an action, as OpenAPI and <c>docs/permissions.md</c> write it: <c>cast_ballot</c>.</summary>
public static class ActionNames
{
    public static string NameOf(Action action) => SnakeCase.Of(action.ToString());
}
