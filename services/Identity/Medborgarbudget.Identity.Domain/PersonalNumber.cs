using System.Globalization;

namespace Medborgarbudget.Identity;

/// <summary>
/// A Swedish personnummer or samordningsnummer (day + 60), checked: existing birth date, not in the future, birth number 001–999,
/// Luhn check digit (Skatteverket, SKV 704 and SKV 707). Never leaves Identity, and never shows itself: <see cref="ToString"/> hides
/// it and only <see cref="Reveal"/> gives the digits. Not accepted: samordningsnummer whose birth day is unknown.
/// </summary>
public sealed record PersonalNumber
{
    private const int CoordinationDays = 60;

    private readonly string _digits;

    private PersonalNumber(string digits, DateOnly birthDate, bool isCoordinationNumber)
    {
        _digits = digits;
        BirthDate = birthDate;
        IsCoordinationNumber = isCoordinationNumber;
    }

    /// <summary>The date of birth that the number carries.</summary>
    public DateOnly BirthDate { get; }

    /// <summary>True for a samordningsnummer; its holder is normally not registered at an address.</summary>
    public bool IsCoordinationNumber { get; }

    /// <summary>
    /// Reads 10 or 12 digits with or without <c>-</c> or <c>+</c> before the last four. With 10 digits <paramref name="today"/> settles the
    /// century: <c>+</c> from the year in which the person turns 100. Null when it is no such number.
    /// </summary>
    public static PersonalNumber? Read(ReadOnlySpan<char> text, DateOnly today)
    {
        text = text.Trim();
        Span<char> digits = stackalloc char[12];
        if (!TryTakeApart(text, digits, out var count, out var sign))
        {
            return null;
        }

        if (count == 12)
        {
            return Check(digits, today);
        }

        digits[..10].CopyTo(digits[2..]);
        var year = CenturyYear(Number(digits[2..4]), sign == '+', today.Year);
        year.TryFormat(digits, out _, "0000", CultureInfo.InvariantCulture);
        return Check(digits, today);
    }

    /// <summary>Whole years at a date. Born on 29 February one ages on 1 March of other years. Negative before birth.</summary>
    public int AgeAt(DateOnly date) => Age.At(BirthDate, date);

    /// <summary>The twelve digits. For storing encrypted, hashing with a key and nothing else.</summary>
    public string Reveal() => _digits;

    /// <summary>Always the same text, so that no log or message can carry the number.</summary>
    public override string ToString() => "(personal number)";

    private static bool TryTakeApart(ReadOnlySpan<char> text, Span<char> digits, out int count, out char sign)
    {
        count = 0;
        sign = '-';
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && count < digits.Length)
            {
                digits[count++] = text[i];
            }
            else if (text[i] is '-' or '+' && i == text.Length - 5)
            {
                sign = text[i];
            }
            else
            {
                return false;
            }
        }

        return count is 10 or 12;
    }

    private static int CenturyYear(int yearOfCentury, bool hundredOrMore, int currentYear)
    {
        var year = (currentYear / 100 * 100) + yearOfCentury;
        var youngest = year > currentYear ? year - 100 : year;
        return hundredOrMore ? youngest - 100 : youngest;
    }

    private static PersonalNumber? Check(ReadOnlySpan<char> digits, DateOnly today)
    {
        var day = Number(digits[6..8]);
        var isCoordination = day > CoordinationDays;
        if (BirthDateOf(digits, isCoordination ? day - CoordinationDays : day) is not { } birth
            || birth > today || digits[8..11].SequenceEqual("000") || !HasCheckDigit(digits[2..]))
        {
            return null;
        }

        return new PersonalNumber(new string(digits), birth, isCoordination);
    }

    private static DateOnly? BirthDateOf(ReadOnlySpan<char> digits, int day)
    {
        var (year, month) = (Number(digits[..4]), Number(digits[4..6]));
        var exists = year is >= 1800 and < 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return exists ? new DateOnly(year, month, day) : null;
    }

    private static bool HasCheckDigit(ReadOnlySpan<char> tenDigits)
    {
        var sum = 0;
        for (var i = 0; i < tenDigits.Length; i++)
        {
            var product = (tenDigits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
