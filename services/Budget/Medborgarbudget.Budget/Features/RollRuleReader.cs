using System.Globalization;
using Google.Protobuf.Collections;
using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Reads from the wire who may vote and reports every fault.</summary>
internal static class RollRuleReader
{
    private const int MaxAge = 120;
    private const int MaxNames = 100;

    // As long as areas and groups can be on a roll.
    private const int MaxNameLength = 60;

    public static RollRule Read(Fields fields, Wire.RollRule? rule)
    {
        rule ??= new Wire.RollRule();
        fields.Number(rule.MinAge, "plan.rollRule.minAge", 0, MaxAge);
        fields.Number(rule.MaxAge, "plan.rollRule.maxAge", 0, MaxAge);
        fields.Check(rule.MaxAge == 0 || rule.MaxAge >= rule.MinAge, "plan.rollRule.maxAge", "is under the least age");
        fields.Check(!rule.FreeChoice || rule.Areas.Count > 0, "plan.rollRule.freeChoice", "needs areas");

        // An extract parts the groups of a voter with semicolons.
        fields.Check(!rule.Groups.Any(group => group.Contains(';', StringComparison.Ordinal)), "plan.rollRule.groups", "have a semicolon");
        return new RollRule(rule.MinAge, rule.MaxAge, fields.Date(rule.AsOf, "plan.rollRule.asOf"))
        {
            Areas = ReadNames(fields, rule.Areas, "plan.rollRule.areas"),
            Groups = ReadNames(fields, rule.Groups, "plan.rollRule.groups"),
            GuardianUnder = fields.Number(rule.GuardianUnder, "plan.rollRule.guardianUnder", 0, MaxAge),
            HasFreeChoice = rule.FreeChoice,
            Connections = ReadConnections(fields, rule),
        };
    }

    /// <summary>A tie is one to the areas, or to the whole municipality: a group of actors has none.</summary>
    private static List<Connection> ReadConnections(Fields fields, Wire.RollRule rule)
    {
        const string Field = "plan.rollRule.connections";
        fields.Check(rule.Connections.Count == 0 || rule.Areas.Count > 0 || rule.Groups.Count == 0, Field, "need areas");
        fields.Check(rule.Connections.Distinct().Count() == rule.Connections.Count, Field, "are there twice");
        return [.. rule.Connections.Select((connection, i) => (Connection)fields.Known(connection, string.Create(CultureInfo.InvariantCulture, $"{Field}[{i}]")))];
    }

    private static List<string> ReadNames(Fields fields, RepeatedField<string> given, string field)
    {
        fields.Check(given.Count <= MaxNames, field, "are more than 100");
        var names = given.Take(MaxNames).Select((name, i) => fields.Text(name, string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"), 1, MaxNameLength)).ToList();
        fields.Check(names.Distinct(StringComparer.Ordinal).Count() == names.Count, field, "are there twice");
        return names;
    }
}
