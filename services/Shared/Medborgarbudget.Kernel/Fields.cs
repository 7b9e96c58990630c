using System.Globalization;

namespace Medborgarbudget.Kernel;

/// <summary>
/// Reads the fields of one request and collects every fault, so that the caller learns all of them at once.
/// A faulty field reads as its default; ask <see cref="Error"/> before using what was read.
/// </summary>
public sealed class Fields
{
    private readonly List<FieldFault> _faults = [];

    /// <summary>The faults as one error, or null.</summary>
    public Error? Error => _faults.Count == 0 ? null : Kernel.Error.Invalid(_faults);

    /// <summary>The value when no field was faulty, else the error.</summary>
    public Result<T> Give<T>(Func<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Error is { } error ? error : value();
    }

    public TId Id<TId>(string? text, string field)
        where TId : struct, IId<TId>
    {
        if (!Kernel.Id.TryParse<TId>(text, out var id))
        {
            Fault(field, "is not an id");
        }

        return id;
    }

    /// <summary>Trimmed text of <paramref name="min"/> to <paramref name="max"/> UTF-16 units without control characters; line breaks are kept.</summary>
    public string Text(string? text, string field, int min, int max)
    {
        var trimmed = (text ?? "").Trim().ReplaceLineEndings("\n");
        if (trimmed.Length < min || trimmed.Length > max)
        {
            Fault(field, string.Create(CultureInfo.InvariantCulture, $"must have {min} to {max} characters"));
        }
        else if (trimmed.Any(IsForbidden))
        {
            Fault(field, "has control characters");
        }

        return trimmed;
    }

    public Money Money(long ore, string field, long min, long max)
    {
        Check(ore >= min && ore <= max, field, string.Create(CultureInfo.InvariantCulture, $"must be {min} to {max} öre"));
        return new Money(ore);
    }

    /// <summary>A calendar date as yyyy-MM-dd.</summary>
    public DateOnly Date(string? text, string field)
    {
        var ok = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        Check(ok, field, "is not a date (yyyy-MM-dd)");
        return date;
    }

    public int Number(int value, string field, int min, int max)
    {
        Check(value >= min && value <= max, field, string.Create(CultureInfo.InvariantCulture, $"must be {min} to {max}"));
        return value;
    }

    /// <summary>A value of a wire enum: known, and not the unspecified one. Both enums name their members alike.</summary>
    public TEnum Known<TEnum>(TEnum value, string field)
        where TEnum : struct, Enum
    {
        Check(Enum.IsDefined(value) && !EqualityComparer<TEnum>.Default.Equals(value, default), field, "has no known value");
        return value;
    }

    public void Check(bool ok, string field, string problem)
    {
        if (!ok)
        {
            Fault(field, problem);
        }
    }

    public void Fault(string field, string problem) => _faults.Add(new FieldFault(field, problem));

    private static bool IsForbidden(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
