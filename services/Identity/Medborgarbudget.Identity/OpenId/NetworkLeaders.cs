using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.SimulatedEid;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>The persons who lead the network, from configuration <c>Identity:NetworkLeaders</c>: keys of the simulated e-ID.</summary>
internal sealed class NetworkLeaders(IEnumerable<string> keys)
{
    private readonly HashSet<PersonKey> _persons = [.. keys.Select(KeyOf)];

    public bool Include(PersonKey person) => _persons.Contains(person);

    private static PersonKey KeyOf(string key) =>
        SimulatedPersons.Find(key)?.PersonKey
            ?? throw new InvalidOperationException("Configuration Identity:NetworkLeaders has an entry that is no key of the simulated e-ID.");
}
