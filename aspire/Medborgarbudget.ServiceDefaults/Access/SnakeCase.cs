namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>A name of the code as it is written outside it: <c>ProcessLeader</c> is <c>process_leader</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
