using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Wire = Medborgarbudget.Contracts.Decision.V1;

namespace Medborgarbudget.Decisions.Grpc;

/// <summary>Domain values as messages. The enums of both sides have the same numbers.</summary>
internal static class WireMapping
{
    public static Wire.Mandate ToWire(this Mandate mandate) => new()
    {
        SubBudgetId = mandate.SubBudgetId.ToString(),
        OrganisationId = mandate.OrganisationId.ToString(),
        Decision = mandate.Decision.ToWire(),
        AmountOre = mandate.Amount.Ore,
        Promise = mandate.Promise,
        RecordedAt = mandate.RecordedAt.ToTimestamp(),
    };

    public static Wire.Case ToWire(this Case opened) => new()
    {
        CaseId = opened.Id.ToString(),
        SubBudgetId = opened.SubBudgetId.ToString(),
        OrganisationId = opened.OrganisationId.ToString(),
        State = (Wire.CaseState)opened.State,
        Items = { opened.Items.Select(ToWire) },
        Report = opened.Report,
        Decision = opened.Decision?.ToWire(),
        AdjustedOn = Day(opened.AdjustedOn),
        NoticeOn = Day(opened.NoticeOn),
        LegalForceOn = Day(opened.LegalForceOn),
        Version = opened.Version,
    };

    private static Wire.CaseItem ToWire(CaseItem item) => new()
    {
        ProposalId = item.ProposalId.ToString(),
        Number = item.Number,
        Title = item.Title,
        CostOre = item.Cost.Ore,
        Votes = item.Votes,
        SelectedByVote = item.IsSelected,
        Outcome = (Wire.Outcome)item.Outcome,
        Deviates = item.Deviates,
        Reason = item.Reason,
    };

    private static Wire.BodyDecision ToWire(this BodyDecision decision) => new()
    {
        Body = decision.Body,
        Date = Day(decision.Date),
        Paragraph = decision.Paragraph,
        CaseNumber = decision.CaseNumber,
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
