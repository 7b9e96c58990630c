using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Exchanges an identification for a ballot token, as <see cref="IssueBallotToken"/> gives it to somebody who is signed in.</summary>
internal sealed class RedeemBallotIdentification(BallotDesk desk, BallotIdentifications identifications, IdentitySettings settings)
{
    public async Task<Result<BallotToken>> Handle(RedeemBallotIdentificationRequest request, CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var roll, out var error))
        {
            return error;
        }

        if (await identifications.TakeAsync(request.Code, request.CodeVerifier, roll.SubBudget, cancellationToken) is not { } identified)
        {
            return IdentityErrors.BallotIdentificationInvalid;
        }

        return settings.Trust.RuleOf(roll.Organisation).Accepts(identified.SignIn)
            ? await desk.IssueByEidAsync(roll, identified.EntryHash, Clients.Web, cancellationToken)
            : GeneralErrors.LevelTooLow;
    }
}
