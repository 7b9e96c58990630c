using System.Globalization;

namespace Medborgarbudget.Web.Paper;

/// <summary>What came of the card before, as the address after a form says it: never what stands on the card.</summary>
public sealed record CardNote(long Serial, string Outcome)
{
    private static readonly string[] Outcomes = ["vantar", "klart", "skiljer", "borta"];

    internal static CardNote? Of(string? serial, string? outcome) =>
        long.TryParse(serial, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Outcomes.Contains(outcome) ? new CardNote(number, outcome!) : null;

    internal static string Query(string name, long serial, string outcome) => string.Create(CultureInfo.InvariantCulture, $"?{name}={serial}&utfall={outcome}");
}
