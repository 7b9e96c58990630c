using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.SubBudgets;

/// <summary>A sub-budget as the heading of a page, with its addresses. Addresses carry id and name; the id alone decides.</summary>
public sealed record Place(SubBudget SubBudget, string Organisation)
{
    private const int IdLength = 36;

    public string Id => SubBudget.SubBudgetId;

    /// <summary>Name in the language of the visit where there is one, else in Swedish.</summary>
    public string Name => SubBudget.Plan.Name;

    public string Path => $"/d/{InAddress}";

    /// <summary>Id and name as one part of an address.</summary>
    public string InAddress => Segment(Id, Name);

    /// <summary>Address of a page below the sub-budget, without language.</summary>
    public string At(string page) => $"{Path}/{page}";

    public string AtProposal(string proposalId, string title) => At($"forslag/{Segment(proposalId, title)}");

    /// <summary>The outreach text in the language, else in Swedish.</summary>
    public OutreachText? TextIn(string language) =>
        SubBudget.OutreachTexts.FirstOrDefault(text => text.Language == language)
        ?? SubBudget.OutreachTexts.FirstOrDefault(text => text.Language == Visit.Swedish);

    /// <summary>The id in front of a segment; null where there is none.</summary>
    public static string? IdOf(string segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return segment.Length >= IdLength && Guid.TryParseExact(segment[..IdLength], "D", out var id) ? id.ToString() : null;
    }

    public static string Segment(string id, string name) => Formats.Slug(name) is { Length: > 0 } slug ? $"{id}-{slug}" : id;
}
