namespace Medborgarbudget.Identity;

/// <summary>Ages in whole years.</summary>
public static class Age
{
    /// <summary>Whole years from birth to a date; negative before birth.</summary>
    public static int At(DateOnly birthDate, DateOnly date)
    {
        var years = date.Year - birthDate.Year;
        return (date.Month, date.Day).CompareTo((birthDate.Month, birthDate.Day)) < 0 ? years - 1 : years;
    }
}

/// <summary>Who of the roll may vote: ages in whole years at a date, both limits included; 0 = no limit. Never citizenship.</summary>
public sealed record AgeRule(int MinAge, int MaxAge, DateOnly AsOf)
{
    /// <summary>True when an age must be known.</summary>
    public bool HasLimit => MinAge > 0 || MaxAge > 0;

    /// <summary>True for one born on the date; without a date only where there is no limit.</summary>
    public bool Allows(DateOnly? birthDate)
    {
        if (!HasLimit || birthDate is not { } born)
        {
            return !HasLimit;
        }

        var age = Age.At(born, AsOf);
        return age >= MinAge && (MaxAge == 0 || age <= MaxAge);
    }
}
