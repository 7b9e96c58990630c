using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.OpenId.ThirdParties;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// Gives the signed-in person a ballot token. Whoever cannot vote gets one and the same answer, whatever the reason: nobody learns from it
/// who stands on the roll.
/// </summary>
internal sealed class IssueBallotToken(
    BallotDesk desk, PersonStore persons, KeyedHashes hashes, ThirdPartyClients thirdParties, Caller caller, IdentitySettings settings)
{
    public async Task<Result<BallotToken>> Handle(IssueBallotTokenRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var error)
            || !(await desk.OpenAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var roll, out error))
        {
            return error;
        }

        if (!settings.Trust.RuleOf(roll.Organisation).Accepts(caller.SignIn()))
        {
            return GeneralErrors.LevelTooLow;
        }

        if (caller.IsThirdParty && !await thirdParties.MayVoteAsync(caller.ClientId, me, roll, cancellationToken))
        {
            return IdentityErrors.ClientNotAllowed;
        }

        if (await persons.FindAsync(me, cancellationToken) is not { } person)
        {
            return IdentityErrors.NotEligible;
        }

        var hash = hashes.OfRollEntry(roll.SubBudget, person.Key.Type, person.Key.Text);
        return await desk.IssueByEidAsync(roll, hash, caller.ClientId, cancellationToken);
    }
}
