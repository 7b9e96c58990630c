using System.Security.Claims;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Federation;

/// <summary>What is kept of a broker's answer, once its signature, issuer, audience and nonce have been checked.</summary>
/// <param name="Person">The personal number, as the simulated e-ID gives it too: one person, whichever e-ID she uses.</param>
/// <param name="Name">Empty when the broker gives none.</param>
internal sealed record BrokerAnswer(PersonKey Person, string Name, SignIn SignIn)
{
    public static Result<BrokerAnswer> Read(ClaimsPrincipal principal, Broker broker, DateOnly today)
    {
        if (PersonalNumber.Read(Only(principal, broker.PersonalNumberClaim), today) is not { } number)
        {
            return EidErrors.NumberMissing;
        }

        return broker.Levels.TryGetValue(Only(principal, broker.LevelClaim) ?? "", out var level)
            ? new BrokerAnswer(new PersonKey(RollKeyType.PersonalNumber, number.Reveal()), Only(principal, broker.NameClaim) ?? "", new SignIn(broker.Name, level))
            : EidErrors.LevelUnknown;
    }

    public override string ToString() => "(answer of a broker)";

    // A claim with several values says nothing: whoever reads the first one trusts the order.
    private static string? Only(ClaimsPrincipal principal, string claim) =>
        principal.FindAll(claim).Take(2).ToList() is [var single] ? single.Value : null;
}
