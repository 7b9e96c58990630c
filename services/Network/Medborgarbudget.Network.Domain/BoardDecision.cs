using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>A decision of a board or committee, as its minutes name it. Not the decision's text.</summary>
/// <param name="Body">The body, e.g. "Kommunstyrelsen".</param>
/// <param name="Date">Day of the meeting; never in the future when recorded.</param>
/// <param name="Paragraph">Paragraph in the minutes, e.g. "§ 112".</param>
/// <param name="CaseNumber">Diarienummer.</param>
public sealed record BoardDecision(string Body, DateOnly Date, string Paragraph, string CaseNumber)
{
    /// <summary>Reads it from outside; faults name the fields below <c>decision</c>.</summary>
    public static BoardDecision Read(Fields fields, string? body, string? date, string? paragraph, string? caseNumber, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var decision = new BoardDecision(
            fields.Text(body, "decision.body", 2, 200),
            fields.Date(date, "decision.date"),
            fields.Text(paragraph, "decision.paragraph", 1, 40),
            fields.Text(caseNumber, "decision.caseNumber", 1, 100));
        fields.Check(!IsInFuture(decision.Date, today), "decision.date", "is in the future");
        fields.Check(NamesParagraph(decision.Paragraph), "decision.paragraph", "has no number");
        return decision;
    }

    private static bool IsInFuture(DateOnly date, DateOnly today) => date > today;

    private static bool NamesParagraph(string paragraph) => paragraph.Any(char.IsAsciiDigit);
}
