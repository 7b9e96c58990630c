using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;

namespace Medborgarbudget.Screenings.Features;

/// <summary>What may stand on the ballot, and how many screenings are not finished.</summary>
internal sealed record FeasibleList(IReadOnlyList<Screening> Screenings, int Unfinished);

/// <summary>Lists the accepted, feasible proposals of a sub-budget for the ballot.</summary>
internal sealed class ListFeasible(ScreeningStore screenings)
{
    public async Task<Result<FeasibleList>> Handle(ListFeasibleProposalsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        if (fields.Error is { } faults)
        {
            return faults;
        }

        var remaining = await screenings.ReadRemaining(id, cancellationToken);
        return new FeasibleList(await screenings.ListFeasible(id, cancellationToken), remaining.Unfinished);
    }
}
