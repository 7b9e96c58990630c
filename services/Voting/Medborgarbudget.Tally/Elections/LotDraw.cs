using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Tally;

/// <summary>
/// Lots drawn from a seed that is public before the count, such as the numbers of a lottery on a given day. Anyone can draw them
/// again with any program: the lot of a project is the SHA-256 of the seed, a newline and the project's id, all in UTF-8, and the
/// lots in ascending order are the order of the draw, the first the one that wins a tie.
/// </summary>
/// <param name="Seed">The public seed; not empty, without outer blanks.</param>
/// <param name="Log">Every project with its lot, the one that wins a tie first.</param>
public sealed record LotDraw(string Seed, ImmutableArray<Lot> Log)
{
    /// <summary>Draws the lots of these projects; the order of the ids means nothing.</summary>
    public static LotDraw Of(string seed, IEnumerable<string> projectIds)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(projectIds);
        if (!IsSeed(seed))
        {
            throw new ArgumentException("A seed is a text without outer blanks, which nobody could read from paper.", nameof(seed));
        }

        return new LotDraw(
            seed,
            [.. projectIds.Select(id => new Lot(id, Hash(seed, id)))
                .OrderBy(lot => lot.Sha256, StringComparer.Ordinal)
                .ThenBy(lot => lot.ProjectId, StringComparer.Ordinal)]);
    }

    /// <summary>The places of the projects in the list of ids, in the order of the draw.</summary>
    internal ImmutableArray<int> OrderOf(List<string> ids) => [.. Log.Select(lot => ids.IndexOf(lot.ProjectId))];

    internal static bool IsSeed(string text) => text.Length > 0 && text.Trim().Length == text.Length;

    private static string Hash(string seed, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{id}")));
}

/// <summary>One project's lot.</summary>
/// <param name="ProjectId">The published id.</param>
/// <param name="Sha256">64 lower-case hex digits; the lower one wins a tie.</param>
public sealed record Lot(string ProjectId, string Sha256);
