using System.Globalization;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Identity.Tests.Eligibility;

/// <summary>
/// The rules of real places, forty invented persons, and what each rule must say of each: <c>home</c>, <c>group</c>, <c>choice</c>, <c>tie</c> when she has declared (with <c>+g</c> through the
/// guardians), or why not: <c>young</c>, <c>old</c>, <c>unknown</c> age, <c>no</c> tie. The expectations were reasoned out by hand from the practice of the places.
/// </summary>
internal static class Cases
{
    public static IReadOnlyList<CasePerson> Persons { get; } = [.. Read("persons.csv").Select(CasePerson.Of)];

    public static IReadOnlyList<CaseRule> Rules { get; } = [.. Read("rules.csv").Select(CaseRule.Of)];

    /// <summary>By person and rule.</summary>
    public static IReadOnlyDictionary<(string Person, string Rule), string> Expected { get; } = ReadExpected();

    public static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<Connection> Connections(string list) => [.. Split(list).Select(Enum.Parse<Connection>)];

    private static Dictionary<(string Person, string Rule), string> ReadExpected()
    {
        var rules = Lines("expected.csv")[0].Split(',').Skip(1).ToList();
        return Read("expected.csv").SelectMany(fields => rules.Select((rule, i) => ((fields[0], rule), fields[i + 1]))).ToDictionary(pair => pair.Item1, pair => pair.Item2);
    }

    private static IEnumerable<string[]> Read(string file) => Lines(file).Skip(1).Select(line => line.Split(','));

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Eligibility", file));
}

/// <param name="Ties">What she can declare truthfully.</param>
internal sealed record CasePerson(string Key, string Area, string Groups, DateOnly? BirthDate, IReadOnlyList<Connection> Ties)
{
    public VoterFacts Facts => new(Area, Cases.Split(Groups), BirthDate);

    public static CasePerson Of(string[] fields) => new(fields[0], fields[2], fields[3], fields[4].Length == 0 ? null : Day(fields[4]), Cases.Connections(fields[5]));

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed record CaseRule(string Name, EligibilityRule Rule)
{
    public RollRuleData Data => new(Rule.Ages.MinAge, Rule.Ages.MaxAge, Rule.Ages.AsOf)
    {
        Areas = Rule.Areas,
        Groups = Rule.Groups,
        GuardianUnder = Rule.GuardianUnder,
        FreeChoice = Rule.HasFreeChoice,
        Connections = [.. Rule.Connections.Select(connection => connection.ToString())],
    };

    public static CaseRule Of(string[] fields) => new(fields[0], new EligibilityRule(
        new AgeRule(Number(fields[2]), Number(fields[3]), CasePerson.Day(fields[4])),
        Cases.Split(fields[5]),
        Cases.Split(fields[6]),
        Number(fields[7]),
        fields[8] == "yes")
    {
        Connections = Cases.Connections(fields[9]),
    });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
