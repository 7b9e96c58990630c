using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Asks for a review of the outcome of an own proposal.</summary>
internal sealed class RequestReview(ScreeningStore screenings, Caller caller, TimeProvider clock)
{
    public async Task<Result<Screening>> Handle(RequestReviewRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var reason = fields.Text(request.Reason, "reason", 1, 2_000);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await screenings.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        return await screenings.Decide(found, one => one.Screening.RequestReview(one.SubBudget, me, reason, clock.GetUtcNow()), cancellationToken);
    }
}
