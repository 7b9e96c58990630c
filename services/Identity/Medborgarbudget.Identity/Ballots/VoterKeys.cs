using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>Reads how an officer names a voter, and turns it at once into the keyed hash under which the roll knows her.</summary>
internal sealed class VoterKeys(KeyedHashes hashes, TimeProvider clock)
{
    private const int MaxLocalKey = 64;

    /// <summary>A faulty one is named by its field, never by what stands in it.</summary>
    public PersonKey Read(Fields fields, VoterKey? voter, string field)
    {
        var (number, local) = (voter?.PersonalNumber ?? "", (voter?.LocalKey ?? "").Trim());
        if (number.Length > 0 == local.Length > 0)
        {
            fields.Fault(field, "must have either personalNumber or localKey");
            return default;
        }

        if (number.Length > 0)
        {
            var read = PersonalNumber.Read(number, SwedishDay.Of(clock.GetUtcNow()));
            fields.Check(read is not null, $"{field}.personalNumber", "is not a personal number");
            return new PersonKey(RollKeyType.PersonalNumber, read?.Reveal() ?? "");
        }

        fields.Check(local.Length <= MaxLocalKey, $"{field}.localKey", "must have 1 to 64 characters");
        return new PersonKey(RollKeyType.Local, local);
    }

    public byte[] HashOf(SubBudgetId subBudget, PersonKey voter) => hashes.OfRollEntry(subBudget, voter.Type, voter.Text);
}
