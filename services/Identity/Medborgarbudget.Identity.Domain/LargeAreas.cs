namespace Medborgarbudget.Identity;

/// <summary>
/// Numbers of voters by area that single nobody out: areas with fewer than <see cref="Least"/> are told together, and so many of the
/// next ones with them that together they are not too few either.
/// </summary>
public static class LargeAreas
{
    /// <summary>The smallest group that is told of.</summary>
    public const int Least = 20;

    /// <summary>In order of name; the joined ones have an empty name.</summary>
    public static IReadOnlyList<(string Name, long Entries)> Of(IEnumerable<(string Name, long Entries)> areas)
    {
        ArgumentNullException.ThrowIfNull(areas);
        var joined = 0L;
        var large = new List<(string Name, long Entries)>();
        foreach (var area in areas.Where(area => area.Entries > 0).OrderBy(area => area.Name.Length > 0).ThenBy(area => area.Entries).ThenBy(area => area.Name, StringComparer.Ordinal))
        {
            if (area.Name.Length == 0 || area.Entries < Least || joined is > 0 and < Least)
            {
                joined += area.Entries;
            }
            else
            {
                large.Add(area);
            }
        }

        return [.. (joined > 0 ? [("", joined)] : Array.Empty<(string Name, long Entries)>()), .. large.OrderBy(area => area.Name, StringComparer.Ordinal)];
    }
}
