using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Exchanges a voting code for a ballot token, as often as its holder likes while voting is open: the vote can be changed.</summary>
internal sealed class RedeemVotingCode(BallotDesk desk, RollStore rolls, KeyedHashes hashes, Caller caller)
{
    private const string NoClient = "voting-code";

    public async Task<Result<BallotToken>> Handle(RedeemVotingCodeRequest request, CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var roll, out var error))
        {
            return error;
        }

        if (SecretCode.Read(request.Code) is not { } code)
        {
            return Error.Invalid([new FieldFault("code", "is not a code")]);
        }

        var entry = await rolls.FindByCodeAsync(roll.Import, hashes.OfVotingCode(roll.SubBudget, code), cancellationToken);
        return entry is { IsEligible: true }
            ? await desk.IssueAsync(roll, entry, Channel.Code, caller.ClientId is { Length: > 0 } client ? client : NoClient, cancellationToken)
            : IdentityErrors.VotingCodeUnknown;
    }
}
