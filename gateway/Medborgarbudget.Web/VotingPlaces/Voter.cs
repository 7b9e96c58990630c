using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>What an officer has typed to find a voter. It goes to the API in the body of a POST and into nothing else.</summary>
internal static class Voter
{
    /// <summary>Ten or twelve digits are a personal number, however they are parted; anything else is a key of the roll's own.</summary>
    public static VoterKey Read(string text)
    {
        var bare = new string([.. text.Where(character => !char.IsWhiteSpace(character) && character is not ('-' or '+'))]);
        return bare.Length is 10 or 12 && bare.All(char.IsAsciiDigit) ? new VoterKey { PersonalNumber = bare } : new VoterKey { LocalKey = text.Trim() };
    }
}
