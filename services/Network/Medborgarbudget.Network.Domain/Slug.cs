using System.Text.RegularExpressions;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>An organisation's name in addresses: 2–60 lower-case ASCII letters and digits, words joined by single hyphens. Unique in the network.</summary>
public static partial class Slug
{
    private const int Min = 2;
    private const int Max = 60;

    /// <summary>Reads it from outside. Nothing is made lower case for the caller: the address is what was asked for.</summary>
    public static string Read(Fields fields, string? text)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var slug = text ?? "";
        fields.Check(slug.Length is >= Min and <= Max && Kebab().IsMatch(slug), "slug", "must be 2 to 60 of a-z, 0-9 and single hyphens between them");
        return slug;
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Kebab();
}
