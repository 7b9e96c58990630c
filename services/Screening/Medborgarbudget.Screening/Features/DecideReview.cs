using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Decides a review, by somebody else than the first screener; the outcome is published anew.</summary>
internal sealed class DecideReview(ScreeningStore screenings, Caller caller, TimeProvider clock)
{
    public async Task<Result<Screening>> Handle(DecideReviewRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var draft = fields.ReadAssessment(request.Assessment);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await screenings.FindFor(caller, request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        return await screenings.Decide(found, one => one.Screening.DecideReview(one.SubBudget, me, draft, clock.GetUtcNow()), cancellationToken);
    }
}
