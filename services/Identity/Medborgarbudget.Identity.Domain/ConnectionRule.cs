using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>How the declarer stands on one roll of the edition.</summary>
/// <param name="Ground">Also one not to vote.</param>
/// <param name="IsUsed">A token or an officer's mark was given.</param>
public sealed record Standing(Ground Ground, bool IsUsed);

/// <summary>Whether a declared tie gives a vote: one person has one vote in an edition, and a second one by the free choice alone.</summary>
public static class ConnectionRule
{
    /// <summary>Null when the declaration is taken.</summary>
    /// <param name="rule">Of the sub-budget.</param>
    /// <param name="connection">What is declared.</param>
    /// <param name="here">What its roll says of the declarer, or the rule where she stands on no extract.</param>
    /// <param name="needsGuardian">She is so young that her own e-ID gives no token.</param>
    /// <param name="elsewhere">Her entries on the other rolls of the edition.</param>
    public static Error? Refusal(EligibilityRule rule, Connection connection, Ground here, bool needsGuardian, IReadOnlyCollection<Standing> elsewhere)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.AfterDeclaring(here, connection) switch
        {
            not Ground.Declared => here.MayVote() ? IdentityErrors.DeclarationNotNeeded : IdentityErrors.NotEligible,
            _ when here == Ground.Declared => IdentityErrors.DeclarationStands,
            _ when needsGuardian => IdentityErrors.GuardianNeeded,
            _ when elsewhere.Any(standing => standing.Ground == Ground.Declared) => IdentityErrors.DeclaredElsewhere,
            _ when !rule.HasFreeChoice && elsewhere.Any(standing => standing.IsUsed) => IdentityErrors.VotedElsewhere,
            _ => null,
        };
    }
}
