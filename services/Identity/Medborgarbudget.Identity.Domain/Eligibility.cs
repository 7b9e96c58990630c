namespace Medborgarbudget.Identity;

/// <summary>Why somebody may vote, or may not. Numbers are stored. The ground is known to this service alone.</summary>
public enum Ground
{
    /// <summary>Taken in before grounds were kept.</summary>
    Unknown = 0,

    /// <summary>Lives in one of the areas, or there are none to tell apart.</summary>
    Residence = 1,

    /// <summary>Is in one of the groups.</summary>
    Group = 2,

    /// <summary>Lives elsewhere and may choose this sub-budget, one in the edition.</summary>
    FreeChoice = 3,

    /// <summary>Lives elsewhere or is on no extract, and has declared a tie that counts.</summary>
    Declared = 4,

    /// <summary>Is under the least age.</summary>
    TooYoung = 11,

    /// <summary>Is over the greatest age.</summary>
    TooOld = 12,

    /// <summary>There is an age limit and no birth date.</summary>
    AgeUnknown = 13,

    /// <summary>Has the age, but lives elsewhere and is in none of the groups.</summary>
    Outside = 14,
}

/// <summary>A tie to an area other than living there. Numbers are those of the contract, names those of Budget's events.</summary>
public enum Connection
{
    Works = 1,
    Studies = 2,
    Owns = 3,
    RunsBusiness = 4,
    Family = 5,
}

/// <summary>What a rule asks of one person.</summary>
/// <param name="Area">Where she lives; empty when unknown: an extract tells no area of protected persons.</param>
/// <param name="Groups">Groups she is in.</param>
/// <param name="BirthDate">Null when unknown.</param>
public sealed record VoterFacts(string Area, IReadOnlyList<string> Groups, DateOnly? BirthDate);

/// <summary>
/// Who may vote in a sub-budget and on what ground. The ages hold whatever the ground; never citizenship. Owned by Budget; this is the copy that its
/// events keep.
/// </summary>
/// <param name="Areas">Whose residents may vote; with neither areas nor groups everybody on the roll.</param>
/// <param name="Groups">Whose members may vote wherever they live; without areas they alone.</param>
/// <param name="GuardianUnder">Younger ones get no ballot token with their own e-ID; 0 = nobody.</param>
/// <param name="HasFreeChoice">Residents of other areas may choose this sub-budget, one in the edition.</param>
public sealed record EligibilityRule(
    AgeRule Ages,
    IReadOnlyList<string> Areas,
    IReadOnlyList<string> Groups,
    int GuardianUnder,
    bool HasFreeChoice)
{
    /// <summary>Ties that whoever lives elsewhere may declare and then vote by.</summary>
    public IReadOnlyList<Connection> Connections { get; init; } = [];

    /// <summary>True when every birth date must be known.</summary>
    public bool NeedsBirthDate => Ages.HasLimit || GuardianUnder > 0;

    /// <summary>Everybody on the roll inside the age limits.</summary>
    public static EligibilityRule OfAges(AgeRule ages) => new(ages, [], [], 0, false);

    /// <summary>The ground that costs the person least: who votes where she lives keeps her free choice.</summary>
    public Ground Decide(VoterFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Ages.WhyNot(facts.BirthDate) switch
        {
            { } whyNot => whyNot,
            null when IsResident(facts.Area) => Ground.Residence,
            null when IsInGroup(facts.Groups) => Ground.Group,
            null when HasFreeChoice => Ground.FreeChoice,
            null => Ground.Outside,
        };
    }

    /// <summary>What the rule says of somebody who stands on no extract: she lives elsewhere, and only her age is known.</summary>
    public Ground OfUnlisted(DateOnly? birthDate) => Ages.WhyNot(birthDate) ?? Ground.Outside;

    /// <summary>
    /// What becomes of a ground when its holder declares a tie: only who lacks nothing but a tie gains by it. Who may vote already needs none,
    /// and no tie makes up for the age.
    /// </summary>
    public Ground AfterDeclaring(Ground standing, Connection connection) =>
        standing == Ground.Outside && Connections.Contains(connection) ? Ground.Declared : standing;

    /// <summary>True when one born on the date votes through her guardians, or at a place.</summary>
    public bool NeedsGuardian(DateOnly? birthDate) =>
        GuardianUnder > 0 && (birthDate is not { } born || Age.At(born, Ages.AsOf) < GuardianUnder);

    /// <summary>
    /// Who stands on the roll without an area is a resident: a protected person is put on the roll of where she lives, and nothing more is told of
    /// her. Where residents of every area stand on the roll, for the free choice, it cannot be her home for certain: she chooses it.
    /// </summary>
    private bool IsResident(string area) => area.Length == 0 ? !HasFreeChoice && !IsForGroupsAlone : Areas.Contains(area) || IsForEverybody;

    private bool IsInGroup(IReadOnlyList<string> groups) => groups.Any(Groups.Contains);

    private bool IsForEverybody => Areas.Count == 0 && Groups.Count == 0;

    private bool IsForGroupsAlone => Areas.Count == 0 && Groups.Count > 0;
}

/// <summary>Grounds in two kinds.</summary>
public static class Grounds
{
    /// <summary>True when the ground is one to vote.</summary>
    public static bool MayVote(this Ground ground) => ground is Ground.Residence or Ground.Group or Ground.FreeChoice or Ground.Declared;
}
