using System.Globalization;

namespace Medborgarbudget.Identity;

/// <summary>
/// The form of a roll extract, or of changes to a roll, as its header line and the mapping tell: which column stands where, and what parts them. A line is one row;
/// a field may stand in quotation marks and then double them, but never spans lines. Reading a line gives a row or the code of its first
/// fault; doubles are found by whoever sees the whole.
/// </summary>
public sealed class RollFormat
{
    /// <summary>UTF-16 units in a line.</summary>
    public const int MaxLineLength = 1_000;

    /// <summary>Rows in one roll.</summary>
    public const int MaxRows = 2_000_000;

    /// <summary>UTF-16 units in the name of an area, in the code of one, and in the name of a group.</summary>
    public const int MaxAreaLength = 60;

    /// <summary>Parts the groups of one voter.</summary>
    public const char GroupSeparator = ';';

    /// <summary>The field of changes that says what becomes of an entry.</summary>
    public const string ChangeField = "change";

    private const string Put = "put";
    private const string Remove = "remove";
    private const int MaxLocalKeyLength = 64;

    private static readonly string[] Whole = ["key_type", "key", "area", "birth_date", "groups"];
    private static readonly string[] Known = [.. Whole, ChangeField];
    private static readonly Dictionary<string, string> AsWritten = [];

    private readonly char _separator;
    private readonly int[] _columns;
    private readonly string[] _constants;
    private readonly IReadOnlyDictionary<string, string> _areas;
    private readonly int _count;

    private RollFormat(char separator, int[] columns, string[] constants, IReadOnlyDictionary<string, string> areas, int count)
    {
        _separator = separator;
        _columns = columns;
        _constants = constants;
        _areas = areas;
        _count = count;
    }

    /// <summary>The fields of a row, that of changes last: without a mapping the names of the columns.</summary>
    public static IReadOnlyList<string> FieldNames => Known;

    /// <summary>What key_type may say.</summary>
    public static IReadOnlyList<string> KeyTypes { get; } = ["personal_number", "local"];

    /// <summary>What change may say: the entry is added, or has new values; or it is taken off the roll.</summary>
    public static IReadOnlyList<string> Changes { get; } = [Put, Remove];

    /// <summary>Reads the header; a fault's code instead where it cannot be one. Without a mapping the columns have our names.</summary>
    public static (RollFormat? Format, string? Fault) OfHeader(string line, RollMapping? mapping = null, bool isChanges = false)
    {
        ArgumentNullException.ThrowIfNull(line);
        line = line.TrimStart('\uFEFF');
        var separator = mapping?.Separator ?? SeparatorOf(line);
        var fields = new List<string>();
        if (line.Length > MaxLineLength || CsvLine.Split(line, separator, fields) is not null)
        {
            return (null, RollFaults.HeaderMissing);
        }

        var names = fields.ConvertAll(NameOf);
        return mapping is null ? OfOwnNames(separator, names, isChanges) : OfMapping(separator, names, mapping);
    }

    private static char SeparatorOf(string line) =>
        line.Contains(';', StringComparison.Ordinal) ? ';' : line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';

    private static string NameOf(string column) => column.Trim().ToLowerInvariant();

    private static (RollFormat? Format, string? Fault) OfOwnNames(char separator, List<string> names, bool isChanges)
    {
        if (!names.Contains(Known[0]) || !names.Contains(Known[1]) || (isChanges && !names.Contains(ChangeField)))
        {
            return (null, RollFaults.HeaderMissing);
        }

        return names.Distinct().Count() == names.Count && names.TrueForAll((isChanges ? Known : Whole).Contains)
            ? (new RollFormat(separator, [.. Known.Select(name => names.IndexOf(name))], ["", "", "", "", "", Put], AsWritten, names.Count), null)
            : (null, RollFaults.ColumnUnknown);
    }

    private static (RollFormat? Format, string? Fault) OfMapping(char separator, List<string> names, RollMapping mapping)
    {
        RollSource nothing = new(null, "");
        var sources = Known.Select(field => mapping.Sources.GetValueOrDefault(field, field == ChangeField ? nothing with { Constant = Put } : nothing)).ToList();
        var columns = sources.ConvertAll(source => source.Column is null ? null : NameOf(source.Column));
        return columns.TrueForAll(column => column is null || names.Count(name => name == column) == 1)
            ? (new RollFormat(separator, [.. columns.Select(column => column is null ? -1 : names.IndexOf(column))], [.. sources.Select(source => source.Constant)], mapping.Areas, names.Count), null)
            : (null, RollFaults.ColumnMissing);
    }

    /// <summary>Reads one line after the header. <paramref name="today"/> settles centuries and that births lie in the past.</summary>
    public (RollRow? Row, string? Fault) Read(string line, EligibilityRule rule, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(rule);
        if (line.Length > MaxLineLength)
        {
            return (null, RollFaults.LineTooLong);
        }

        var fields = new List<string>(_count);
        if (CsvLine.Split(line, _separator, fields) is { } fault)
        {
            return (null, fault);
        }

        if (fields.Count != _count)
        {
            return (null, RollFaults.ColumnsWrong);
        }

        return Field(fields, Whole.Length) switch
        {
            Put when AreaOf(fields) is { } area =>
                ReadFields(new RowFields(Field(fields, 0), Field(fields, 1), area, Field(fields, 3), GroupsOf(Field(fields, 4))), rule.NeedsBirthDate, today),
            Put => (null, RollFaults.AreaUnknown),
            Remove => ReadRemoval(Field(fields, 0), Field(fields, 1), today),
            _ => (null, RollFaults.ChangeUnknown),
        };
    }

    /// <summary>The key alone counts: of who has moved away or died an extract may tell an area that is not ours, or nothing.</summary>
    private static (RollRow? Row, string? Fault) ReadRemoval(string keyType, string key, DateOnly today)
    {
        var (row, fault) = ReadFields(new RowFields(keyType, key, "", "", []), needsBirthDate: false, today);
        return (row is null ? null : row with { IsRemoval = true }, fault);
    }

    private string Field(List<string> fields, int field) => _columns[field] < 0 ? _constants[field] : fields[_columns[field]].Trim();

    /// <summary>Null for a code that the mapping does not know.</summary>
    private string? AreaOf(List<string> fields)
    {
        var written = Field(fields, 2);
        return _areas.Count == 0 || written.Length == 0 ? written : _areas.GetValueOrDefault(written);
    }

    private static string[] GroupsOf(string written) =>
        written.Split(GroupSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static (RollRow? Row, string? Fault) ReadFields(RowFields fields, bool needsBirthDate, DateOnly today)
    {
        if (fields.Area.Length > MaxAreaLength)
        {
            return (null, RollFaults.AreaTooLong);
        }

        if (Array.Exists(fields.Groups, group => group.Length > MaxAreaLength))
        {
            return (null, RollFaults.GroupTooLong);
        }

        if (!TryBirthDate(fields.BirthDate, today, out var birthDate))
        {
            return (null, RollFaults.BirthDateInvalid);
        }

        return fields.KeyType switch
        {
            "personal_number" => ReadPersonalNumber(fields, birthDate, today),
            "local" => ReadLocal(fields, birthDate, needsBirthDate, today),
            _ => (null, RollFaults.KeyTypeUnknown),
        };
    }

    private static (RollRow? Row, string? Fault) ReadPersonalNumber(RowFields fields, DateOnly? birthDate, DateOnly today)
    {
        if (PersonalNumber.Read(fields.Key, today) is not { } number)
        {
            return (null, RollFaults.PersonalNumberInvalid);
        }

        return birthDate is { } given && given != number.BirthDate
            ? (null, RollFaults.BirthDateDiffers)
            : (new RollRow(RollKeyType.PersonalNumber, number.Reveal(), fields.Area, number.BirthDate, fields.Groups), null);
    }

    private static (RollRow? Row, string? Fault) ReadLocal(RowFields fields, DateOnly? birthDate, bool needsBirthDate, DateOnly today) => fields.Key switch
    {
        { Length: 0 or > MaxLocalKeyLength } => (null, RollFaults.LocalKeyInvalid),

        // A local key is stored in clear, so a personal number must not slip in as one.
        var key when PersonalNumber.Read(key, today) is not null => (null, RollFaults.LocalKeyIsPersonalNumber),
        _ when needsBirthDate && birthDate is null => (null, RollFaults.BirthDateMissing),
        var key => (new RollRow(RollKeyType.Local, key, fields.Area, birthDate, fields.Groups), null),
    };

    private static bool TryBirthDate(string text, DateOnly today, out DateOnly? birthDate)
    {
        birthDate = null;
        if (text.Length == 0)
        {
            return true;
        }

        var ok = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date <= today && date.Year >= 1800;
        birthDate = date;
        return ok;
    }

    private readonly record struct RowFields(string KeyType, string Key, string Area, string BirthDate, string[] Groups);
}
