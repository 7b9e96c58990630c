using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Reads a plan from the wire and reports every fault of it.</summary>
internal static class PlanReader
{
    private static readonly TimeSpan LongestCalendar = TimeSpan.FromDays(3650);

    public static Plan Read(Fields fields, Wire.Plan? plan)
    {
        if (plan is null)
        {
            fields.Fault("plan", "is missing");
            plan = new Wire.Plan();
        }

        var amount = fields.Money(plan.AmountOre, "plan.amountOre", 1, Money.Max.Ore);
        return new Plan(
            fields.Text(plan.Name, "plan.name", 3, 100),
            (ScopeKind)fields.Known(plan.ScopeKind, "plan.scopeKind"),
            fields.Text(plan.Scope, "plan.scope", 1, 200),
            amount,
            CriteriaSetId(fields, plan.CriteriaSetId),
            VotingRuleReader.Read(fields, plan.VotingRule),
            RollRuleReader.Read(fields, plan.RollRule),
            ReadCalendar(fields, plan.Calendar),
            ReadLanguages(fields, plan.RequiredLanguages),
            fields.Money(plan.MaxProposalCostOre, "plan.maxProposalCostOre", 0, Math.Max(0, amount.Ore)));
    }

    private static Guid CriteriaSetId(Fields fields, string text)
    {
        fields.Check(Guid.TryParseExact(text, "D", out var id), "plan.criteriaSetId", "is not an id");
        return id;
    }

    private static Calendar ReadCalendar(Fields fields, Wire.Calendar? calendar)
    {
        calendar ??= new Wire.Calendar();
        var read = new Calendar(
            ReadTime(fields, calendar.IntakeOpens, "intakeOpens"),
            ReadTime(fields, calendar.IntakeCloses, "intakeCloses"),
            ReadTime(fields, calendar.ReviewCloses, "reviewCloses"),
            ReadTime(fields, calendar.VotingOpens, "votingOpens"),
            ReadTime(fields, calendar.VotingCloses, "votingCloses"),
            ReadTime(fields, calendar.ObjectionsClose, "objectionsClose"));
        fields.Check(read.IsInOrder, "plan.calendar", "is not in order");
        fields.Check(read.ObjectionsClose - read.IntakeOpens <= LongestCalendar, "plan.calendar", "spans more than ten years");
        return read;
    }

    private static DateTimeOffset ReadTime(Fields fields, Timestamp? time, string name)
    {
        var field = $"plan.calendar.{name}";
        if (time is null)
        {
            fields.Fault(field, "is missing");
            return default;
        }

        return ReadTime(fields, field, time);
    }

    /// <summary>A time between 2000 and 2100, cut to microseconds, the precision of every store.</summary>
    public static DateTimeOffset ReadTime(Fields fields, string field, Timestamp time)
    {
        const long Year2000 = 946_684_800;
        const long Year2100 = 4_102_444_800;
        if (time.Seconds is < Year2000 or > Year2100 || time.Nanos is < 0 or > 999_999_999)
        {
            fields.Fault(field, "is not between the years 2000 and 2100");
            return default;
        }

        return DateTimeOffset.FromUnixTimeSeconds(time.Seconds).AddMicroseconds(time.Nanos / 1000);
    }

    private static List<string> ReadLanguages(Fields fields, Google.Protobuf.Collections.RepeatedField<string> languages)
    {
        fields.Check(languages.Count <= 20, "plan.requiredLanguages", "are more than 20");
        fields.Check(languages.Contains("sv"), "plan.requiredLanguages", "lack sv");
        return [.. languages.Take(20).Select(language => ReadLanguage(fields, language, "plan.requiredLanguages")).Distinct()];
    }

    /// <summary>A BCP 47 tag, by form only.</summary>
    public static string ReadLanguage(Fields fields, string language, string field)
    {
        var ok = language.Length is >= 2 and <= 20 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetter(language[0]);
        fields.Check(ok, field, "is not a language tag");
        return language;
    }
}
