using System.Globalization;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

/// <summary>What a proposer writes. Immutable; an edit replaces all of it.</summary>
public sealed record ProposalText
{
    private const int MaxQueryWords = 8;

    /// <summary>1–200 characters on one line.</summary>
    public required string Title { get; init; }

    /// <summary>At most 5,000 characters.</summary>
    public required string Body { get; init; }

    /// <summary>Where in the area, in words; may be empty.</summary>
    public required string Place { get; init; }

    /// <summary>The proposer's own guess; zero = none.</summary>
    public required Money CostGuess { get; init; }

    /// <summary>Reads the fields as they came, without the sub-budget's own limit; what is faulty stands in <paramref name="fields"/>.</summary>
    public static ProposalText Read(Fields fields, string? title, string? body, string? place, long costGuessOre)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var text = new ProposalText
        {
            Title = fields.Text(title, "text.title", 1, 200),
            Body = fields.Text(body, "text.text", 1, 5_000),
            Place = fields.Text(place, "text.place", 0, 200),
            CostGuess = fields.Money(costGuessOre, "text.costGuessOre", 0, Money.Max.Ore),
        };
        fields.Check(!text.Title.Contains('\n', StringComparison.Ordinal), "text.title", "must be one line");
        return text;
    }

    /// <summary>Title and text as they are searched: see <see cref="Normalise"/>.</summary>
    public string Searchable() => Normalise($"{Title} {Body}");

    /// <summary>The words of a search, at most eight; each must occur in <see cref="Searchable"/>.</summary>
    public static IReadOnlyList<string> SearchWords(string? query) =>
        [.. Normalise(query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxQueryWords)];

    /// <summary>Lower case, letters and digits only, one space between words: the databases compare bytes and must agree.</summary>
    private static string Normalise(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                result.Append(Rune.ToLower(rune, CultureInfo.InvariantCulture));
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        return result.ToString().TrimEnd();
    }
}
