namespace Medborgarbudget.Tally.Pb;

/// <summary>The one way that the reader judges an amount of money.</summary>
internal static class PbAmounts
{
    /// <summary>Reads a number that is zero or more; otherwise the fault is noted.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> text, string what, int line, int column, PbReportBuilder report, out ExactDecimal amount)
    {
        var reading = ExactDecimal.Parse(text, out amount);
        if (reading == NumberReading.Number && text.Contains((byte)','))
        {
            report.Add(PbFindingCode.DecimalComma, line, column, text);
        }

        return reading switch
        {
            NumberReading.NotANumber => report.Fail(PbFaultCode.NotANumber, line, column, $"{what} is not a number."),
            NumberReading.Overflow => report.Fail(PbFaultCode.Overflow, line, column, $"{what} has too many digits."),
            NumberReading.Number => amount.Units >= 0
                || report.Fail(PbFaultCode.Negative, line, column, $"{what} is below zero."),
        };
    }
}
