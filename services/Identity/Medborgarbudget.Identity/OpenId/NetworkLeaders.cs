using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.SimulatedEid;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// The persons who lead the network, from configuration <c>Identity:NetworkLeaders</c>: ids of persons who have signed in, or, where the
/// simulated e-ID is switched on, its keys.
/// </summary>
internal sealed class NetworkLeaders
{
    private readonly HashSet<PersonId> _ids = [];
    private readonly HashSet<PersonKey> _simulated = [];

    public NetworkLeaders(IEnumerable<string> entries, bool hasSimulated)
    {
        foreach (var entry in entries)
        {
            _ = Id.TryParse<PersonId>(entry, out var id) ? _ids.Add(id) : _simulated.Add(KeyOf(entry, hasSimulated));
        }
    }

    public bool Include(Person person) => _ids.Contains(person.Id) || _simulated.Contains(person.Key);

    private static PersonKey KeyOf(string entry, bool hasSimulated) =>
        (hasSimulated ? SimulatedPersons.Find(entry)?.PersonKey : null)
            ?? throw new InvalidOperationException("Configuration Identity:NetworkLeaders has an entry that is no person's id and no key of the simulated e-ID.");
}
