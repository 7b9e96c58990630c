using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Reads the mandate decision; it is public.</summary>
internal sealed class ReadMandate(MandateStore mandates)
{
    public async Task<Result<Mandate>> Handle(GetMandateRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id) && await mandates.Find(id, cancellationToken) is { } mandate
            ? mandate
            : DecisionErrors.MandateMissing;
}
