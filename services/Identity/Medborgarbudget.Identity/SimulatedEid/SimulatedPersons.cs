using System.Text.RegularExpressions;
using Medborgarbudget.Identity.Keys;

namespace Medborgarbudget.Identity.SimulatedEid;

/// <summary>Somebody whom the simulated e-ID signs in.</summary>
/// <param name="Key">What is typed or sent.</param>
/// <param name="Name">Obviously made up.</param>
/// <param name="Number">One of Skatteverket's published test numbers; null for a person who is only a key.</param>
internal sealed record SimulatedPerson(string Key, string Name, string? Number)
{
    public PersonKey PersonKey => Number is { } number
        ? new PersonKey(RollKeyType.PersonalNumber, number)
        : new PersonKey(RollKeyType.Local, Key);
}

/// <summary>
/// The persons of the simulated e-ID: a dozen with Skatteverket's published test numbers (open data set "Testpersonnummer"), and any
/// number of others that are only a key. The latter have no personal number, so no made-up number can meet a living person; on a roll
/// they stand as <c>local</c> with their key.
/// </summary>
internal static partial class SimulatedPersons
{
    public static IReadOnlyList<SimulatedPerson> Listed { get; } =
    [
        new("alva", "Alva Påhittad", "199503232390"),
        new("bo", "Bo Låtsas", "199602292386"),
        new("cilla", "Cilla Testgren", "199512312381"),
        new("david", "David Exempelsson", "199606012392"),
        new("elsa", "Elsa Provberg", "199504012387"),
        new("farid", "Farid Fiktiv", "199504022394"),
        new("greta", "Greta Skenström", "199504032385"),
        new("hugo", "Hugo Attrapp", "199504042392"),
        new("ines", "Ines Övningslund", "199504052383"),
        new("jonas", "Jonas Simulerad", "199908072391"),
        new("karin", "Karin Samordning", "197001782395"),
        new("lo", "Lo Minderårig", "201701012393"),
        new("marta", "Märta Urgammal", "189001019802"),
    ];

    /// <summary>The listed person of the key, or one that is only that key; null when the text cannot be a key.</summary>
    public static SimulatedPerson? Find(string? key)
    {
        if (Listed.FirstOrDefault(person => person.Key == key) is { } listed)
        {
            return listed;
        }

        return key is not null && KeyForm().IsMatch(key) ? new SimulatedPerson(key, $"Testperson {key}", Number: null) : null;
    }

    // A letter comes first: a key is never a personal number, however it is written.
    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();
}
