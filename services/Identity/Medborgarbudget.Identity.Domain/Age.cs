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

/// <summary>Ages in whole years at a date, both limits included; 0 = no limit.</summary>
public sealed record AgeRule(int MinAge, int MaxAge, DateOnly AsOf)
{
    /// <summary>True when an age must be known.</summary>
    public bool HasLimit => MinAge > 0 || MaxAge > 0;

    /// <summary>Why one born on the date may not vote; null when the age is right. Without a date it is right only where there is no limit.</summary>
    public Ground? WhyNot(DateOnly? birthDate)
    {
        if (!HasLimit)
        {
            return null;
        }

        if (birthDate is not { } born)
        {
            return Ground.AgeUnknown;
        }

        var age = Age.At(born, AsOf);
        return age < MinAge ? Ground.TooYoung : MaxAge > 0 && age > MaxAge ? Ground.TooOld : null;
    }
}
