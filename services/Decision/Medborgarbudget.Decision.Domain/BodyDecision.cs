using System.Globalization;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions;

/// <summary>A decision of an elected body or its delegate, as its minutes name it. Not what was decided.</summary>
/// <param name="Body">The body, e.g. "Kommunfullmäktige"; for a delegate with the delegation's reference.</param>
/// <param name="Date">Day of the meeting; never in the future when recorded.</param>
/// <param name="Paragraph">Paragraph in the minutes, e.g. "§ 58".</param>
/// <param name="CaseNumber">Diarienummer.</param>
public sealed record BodyDecision(string Body, DateOnly Date, string Paragraph, string CaseNumber)
{
    /// <summary>How other documents name it: "Kommunfullmäktige 2026-03-23 § 58, KS 2026/112".</summary>
    public string Reference => string.Create(CultureInfo.InvariantCulture, $"{Body} {Date:yyyy-MM-dd} {Paragraph}, {CaseNumber}");

    /// <summary>Reads it from outside; faults name the fields below <c>decision</c>.</summary>
    public static BodyDecision Read(Fields fields, string? body, string? date, string? paragraph, string? caseNumber, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var decision = new BodyDecision(
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
