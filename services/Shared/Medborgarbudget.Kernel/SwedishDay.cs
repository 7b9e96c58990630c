namespace Medborgarbudget.Kernel;

/// <summary>Calendar days as Swedish bodies and residents count them: from midnight to midnight in Sweden, not in UTC.</summary>
public static class SwedishDay
{
    private static readonly TimeZoneInfo Sweden = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The day in Sweden at a moment.</summary>
    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Sweden).DateTime);
}
