using System.Globalization;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Proposals;

/// <summary>What is written in the form of a proposal, as it was written.</summary>
public sealed record ProposalForm(string Title, string Text, string Place, string Cost)
{
    private const int LongestTitle = 200;
    private const int LongestText = 5000;
    private const int LongestPlace = 200;
    private const int OrePerKrona = 100;
    private const long MostKronor = 10_000_000_000;

    public static readonly ProposalForm Empty = new("", "", "", "");

    public static ProposalForm Of(ProposalText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cost = text.CostGuessOre == 0 ? "" : (text.CostGuessOre / OrePerKrona).ToString(CultureInfo.InvariantCulture);
        return new ProposalForm(text.Title, text.Text, text.Place, cost);
    }

    internal static ProposalForm Read(IFormCollection form) =>
        new(form["titel"].ToString().Trim(), form["text"].ToString().Trim(), form["plats"].ToString().Trim(), form["kostnad"].ToString().Trim());

    /// <summary>What can be seen to be wrong before the API is asked; it has the last word.</summary>
    internal IReadOnlyList<Fault> Check()
    {
        var faults = new List<Fault>();
        CheckLength(Title, 1, LongestTitle, "titel", faults);
        CheckLength(Text, 1, LongestText, "text", faults);
        CheckLength(Place, 0, LongestPlace, "plats", faults);
        if (Kronor() is null)
        {
            faults.Add(new Fault("kostnad", PageTexts.Get("propose.fault.cost")));
        }

        return faults;
    }

    internal ProposalText ToMessage() => new()
    {
        Title = Title,
        Text = Text.ReplaceLineEndings("\n"),
        Place = Place,
        CostGuessOre = (Kronor() ?? 0) * OrePerKrona,
    };

    /// <summary>The API's answer at the field that it names.</summary>
    internal static IReadOnlyList<Fault> FaultsOf(Problem problem)
    {
        var fields = problem.Fields.Select(field => field switch
        {
            "text.title" => new Fault("titel", PageTexts.Get("propose.fault.titel", LongestTitle)),
            "text.text" => new Fault("text", PageTexts.Get("propose.fault.text", LongestText)),
            "text.place" => new Fault("plats", PageTexts.Get("propose.fault.plats", LongestPlace)),
            "text.costGuessOre" => new Fault("kostnad", PageTexts.Get("propose.fault.too_dear")),
            _ => new Fault("", problem.Title ?? PageTexts.Get("error.other.text")),
        });
        return problem.Fields.Count > 0 ? [.. fields.Distinct()] : [Fault.Of(problem)];
    }

    private long? Kronor()
    {
        var digits = new string([.. Cost.Where(character => !char.IsWhiteSpace(character))]);
        if (digits.Length == 0)
        {
            return 0;
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var kronor) && kronor <= MostKronor ? kronor : null;
    }

    private static void CheckLength(string value, int least, int most, string field, List<Fault> faults)
    {
        if (value.Length < least || value.Length > most)
        {
            faults.Add(new Fault(field, PageTexts.Get($"propose.fault.{field}", most)));
        }
    }
}
