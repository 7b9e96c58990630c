using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>The comments of the protos as descriptions.</summary>
internal static partial class Comments
{
    /// <summary>The comment above the declaration, or behind it on its line, as one paragraph; empty where there is none.</summary>
    public static string Of(DescriptorDeclaration? declaration)
    {
        var text = declaration?.LeadingComments is { Length: > 0 } above ? above : declaration?.TrailingComments ?? "";
        return string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    public static string FirstSentence(string comment)
    {
        var end = comment.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? comment.TrimEnd('.') : comment[..end];
    }

    /// <summary>The codes that the sentence <c>Errors: …</c> names.</summary>
    public static IEnumerable<string> ErrorCodes(string comment)
    {
        var start = comment.IndexOf("Errors:", StringComparison.Ordinal);
        return start < 0 ? [] : Code().Matches(comment[start..]).Select(match => match.Value).Distinct();
    }

    [GeneratedRegex(@"\b[a-z]+\.[a-z_]+\b")]
    private static partial Regex Code();
}
