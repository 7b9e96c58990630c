using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>Mappings as the contract writes them, which is also how an import keeps its own.</summary>
internal static class RollMappings
{
    private const int MaxAreas = 1_000;
    private const int MaxColumnLength = 100;
    private static readonly string[] Separators = ["", ",", ";", "\t", "|"];
    private static readonly string[] MayBeConstant = [RollFormat.FieldNames[0], RollFormat.FieldNames[2], RollFormat.FieldNames[4], RollFormat.ChangeField];

    /// <summary>The mapping of an import; null where it has none.</summary>
    public static RollMapping? Of(RollImportRow import) =>
        import.Mapping is { } kept ? new Fields().Mapping(Wire.RollMapping.Parser.ParseJson(kept), import.IsChanges) : null;

    /// <summary>Reads a mapping and tells everything that is wrong with it.</summary>
    public static RollMapping? Mapping(this Fields fields, Wire.RollMapping? given, bool isChanges)
    {
        if (given is null)
        {
            return null;
        }

        fields.Check(Separators.Contains(given.Separator), "mapping.separator", "is neither comma, semicolon, tab, vertical bar nor empty");
        var sources = fields.Sources(given);
        fields.Check(sources.ContainsKey(RollFormat.ChangeField) == isChanges, "mapping.fields", "give a column or a constant for change where the import is one of changes, and only there");
        var areas = fields.Areas(given, hasColumn: sources.GetValueOrDefault("area")?.Column is not null);
        return new RollMapping(given.Separator.Length == 0 ? null : given.Separator[0], sources, areas);
    }

    private static Dictionary<string, RollSource> Sources(this Fields fields, Wire.RollMapping given)
    {
        var sources = new Dictionary<string, RollSource>(StringComparer.Ordinal);
        for (var i = 0; i < given.Fields.Count; i++)
        {
            var (source, place) = (given.Fields[i], $"mapping.fields[{i}]");
            fields.Check(RollFormat.FieldNames.Contains(source.Field), $"{place}.field", "is none of key_type, key, area, birth_date, groups and change");
            fields.Check(sources.TryAdd(source.Field, fields.Source(source, place)), $"{place}.field", "is there twice");
        }

        fields.Check(sources.GetValueOrDefault("key")?.Column is not null, "mapping.fields", "give no column for key");
        fields.Check(sources.ContainsKey("key_type"), "mapping.fields", "give neither a column nor a constant for key_type");
        return sources;
    }

    private static RollSource Source(this Fields fields, Wire.RollMappingField given, string place)
    {
        var column = fields.Text(given.Column, $"{place}.column", 0, MaxColumnLength);
        var constant = fields.Text(given.Constant, $"{place}.constant", 0, RollFormat.MaxAreaLength);
        fields.Check(column.Length > 0 != constant.Length > 0, place, "must have either a column or a constant");
        fields.Check(constant.Length == 0 || MayBeConstant.Contains(given.Field), $"{place}.constant", "is for key_type, area, groups and change alone");
        fields.Check(
            constant.Length == 0 || given.Field != "key_type" || RollFormat.KeyTypes.Contains(constant), $"{place}.constant", "is neither personal_number nor local");
        fields.Check(
            constant.Length == 0 || given.Field != RollFormat.ChangeField || RollFormat.Changes.Contains(constant), $"{place}.constant", "is neither put nor remove");
        return new RollSource(column.Length > 0 ? column : null, constant);
    }

    private static Dictionary<string, string> Areas(this Fields fields, Wire.RollMapping given, bool hasColumn)
    {
        fields.Check(given.Areas.Count <= MaxAreas, "mapping.areas", "are more than 1,000");
        fields.Check(given.Areas.Count == 0 || hasColumn, "mapping.areas", "need a column for area");
        var areas = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (area, i) in given.Areas.Take(MaxAreas).Select((area, i) => (area, i)))
        {
            var code = fields.Text(area.Code, $"mapping.areas[{i}].code", 1, RollFormat.MaxAreaLength);
            fields.Check(
                areas.TryAdd(code, fields.Text(area.Area, $"mapping.areas[{i}].area", 1, RollFormat.MaxAreaLength)), $"mapping.areas[{i}].code", "is there twice");
        }

        return areas;
    }
}
