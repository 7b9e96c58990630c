namespace Medborgarbudget.Identity;

/// <summary>What the key of a roll row is.</summary>
public enum RollKeyType
{
    /// <summary>A personnummer or samordningsnummer.</summary>
    PersonalNumber = 1,

    /// <summary>Anything that is one person's in this sub-budget alone: a pupil's login, a card's serial.</summary>
    Local = 2,
}

/// <summary>One faultless row of a roll extract.</summary>
/// <param name="KeyType">What the key is.</param>
/// <param name="Key">Twelve digits, or the local key as written.</param>
/// <param name="Area">Area of the voter; empty where the sub-budget has none.</param>
/// <param name="BirthDate">From the personal number, or as given; null when unknown.</param>
/// <param name="Groups">Groups the voter is in, as the extract names them.</param>
public sealed record RollRow(RollKeyType KeyType, string Key, string Area, DateOnly? BirthDate, IReadOnlyList<string> Groups)
{
    /// <summary>Takes the voter off the roll; only the key counts.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>What a rule asks of the voter.</summary>
    public VoterFacts Facts => new(Area, Groups, BirthDate);

    /// <summary>Hides the key.</summary>
    public override string ToString() => "(roll row)";
}

/// <summary>Stable codes of what can be wrong with a line of a roll extract, with their English texts; never the value.</summary>
public static class RollFaults
{
    public const string HeaderMissing = "roll.header_missing";
    public const string ColumnUnknown = "roll.column_unknown";
    public const string ColumnMissing = "roll.column_missing";
    public const string ColumnsWrong = "roll.columns_wrong";
    public const string LineTooLong = "roll.line_too_long";
    public const string QuoteOpen = "roll.quote_open";
    public const string CharacterForbidden = "roll.character_forbidden";
    public const string KeyTypeUnknown = "roll.key_type_unknown";
    public const string PersonalNumberInvalid = "roll.personal_number_invalid";
    public const string LocalKeyInvalid = "roll.local_key_invalid";
    public const string LocalKeyIsPersonalNumber = "roll.local_key_is_personal_number";
    public const string AreaUnknown = "roll.area_unknown";
    public const string AreaTooLong = "roll.area_too_long";
    public const string GroupTooLong = "roll.group_too_long";
    public const string BirthDateInvalid = "roll.birth_date_invalid";
    public const string BirthDateMissing = "roll.birth_date_missing";
    public const string BirthDateDiffers = "roll.birth_date_differs";
    public const string KeyDouble = "roll.key_double";
    public const string KeyNotOnRoll = "roll.key_not_on_roll";
    public const string ChangeUnknown = "roll.change_unknown";
    public const string Empty = "roll.empty";
    public const string TooManyRows = "roll.too_many_rows";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [HeaderMissing] = "The first line must name the columns, with key_type and key among them, in changes also change.",
        [ColumnUnknown] = "A column has an unknown or repeated name; known are key_type, key, area, birth_date and groups, in changes also change.",
        [ColumnMissing] = "A column that the mapping names is not there, or stands twice.",
        [ColumnsWrong] = "The line has another number of fields than the header.",
        [LineTooLong] = "The line is longer than 1,000 characters.",
        [QuoteOpen] = "A quotation mark is not closed on the line, or stands inside a field.",
        [CharacterForbidden] = "The line has a control character.",
        [KeyTypeUnknown] = "key_type is neither personal_number nor local.",
        [PersonalNumberInvalid] = "The key is not a valid personal number.",
        [LocalKeyInvalid] = "A local key must have 1 to 64 characters.",
        [LocalKeyIsPersonalNumber] = "The local key is a personal number; give it as personal_number.",
        [AreaUnknown] = "The mapping does not know the area code.",
        [AreaTooLong] = "The area has more than 60 characters.",
        [GroupTooLong] = "A group has more than 60 characters.",
        [BirthDateInvalid] = "birth_date is not a date (yyyy-MM-dd) in the past.",
        [BirthDateMissing] = "The sub-budget asks for the age and the line gives no birth date.",
        [BirthDateDiffers] = "birth_date differs from the personal number.",
        [KeyDouble] = "The same key stands on an earlier line.",
        [KeyNotOnRoll] = "The key to be removed is not on the roll.",
        [ChangeUnknown] = "change is neither put nor remove.",
        [Empty] = "The roll has no rows.",
        [TooManyRows] = "The roll has more than 2,000,000 rows.",
    };

    /// <summary>The English text of a code.</summary>
    public static string TextOf(string code) => Texts[code];

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<string> All => Texts.Keys;
}
