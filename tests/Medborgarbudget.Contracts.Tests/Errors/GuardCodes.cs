using System.Reflection;
using System.Text.RegularExpressions;

namespace Medborgarbudget.Contracts.Tests.Errors;

/// <summary>The codes of what a guard of a phase may miss. They are listed in guard.proto, for whoever shows them to a process leader.</summary>
internal static partial class GuardCodes
{
    public static IReadOnlyList<string> Named { get; } =
        [.. Code().Matches(Comment()).Select(match => match.Value)];

    /// <summary>Those that a domain keeps as named values: anything but an error that has a code.</summary>
    public static IEnumerable<string> DefinedBy(Assembly domain) =>
        domain.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType.Name.StartsWith("Missing", StringComparison.Ordinal) && field.FieldType.GetProperty("Code") is not null)
            .Select(field => (string)field.FieldType.GetProperty("Code")!.GetValue(field.GetValue(null))!);

    private static string Comment() =>
        ContractDescriptors.Files.Single(file => file.Package == "medborgarbudget.guard.v1")
            .MessageTypes.Single(message => message.Name == "Missing")
            .FindFieldByName("code").Declaration.LeadingComments;

    [GeneratedRegex(@"\b[a-z]+\.[a-z_]+\b")]
    private static partial Regex Code();
}
