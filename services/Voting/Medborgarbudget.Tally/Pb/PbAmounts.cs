namespace Medborgarbudget.Tally.Pb;

/// <summary>The one way that the reader judges an amount of money.</summary>
internal static class PbAmounts
{
    /// <summary>True for a number that is zero or more; otherwise the fault is noted.</summary>
    public static bool IsAmount(
        this NumberReading reading, ExactDecimal amount, string what, int line, int column, PbReportBuilder report) =>
        reading switch
        {
            NumberReading.NotANumber => report.Fail(PbFaultCode.NotANumber, line, column, $"{what} is not a number."),
            NumberReading.Overflow => report.Fail(PbFaultCode.Overflow, line, column, $"{what} has too many digits."),
            NumberReading.Number => amount.Units >= 0
                || report.Fail(PbFaultCode.Negative, line, column, $"{what} is below zero."),
        };
}
