using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Records the body's decision to set money aside.</summary>
internal sealed class RecordMandate(MandateStore mandates, Caller caller, TimeProvider clock)
{
    public async Task<Result<Mandate>> Handle(RecordMandateRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var fields = new Fields();
        var decision = DecisionReader.Read(fields, request.Decision, SwedishDay.Of(now));
        var amount = fields.Money(request.AmountOre, "amountOre", 1, Money.Max.Ore);
        var promise = fields.Text(request.Promise, "promise", 0, 2000);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id)
            || await mandates.FindSubBudget(id, cancellationToken) is not { } subBudget)
        {
            return DecisionErrors.SubBudgetMissing;
        }

        if (!caller.MayActIn(subBudget.OrganisationId, id))
        {
            return GeneralErrors.Forbidden;
        }

        if (await mandates.Find(id, cancellationToken) is not null)
        {
            return DecisionErrors.MandateRecorded;
        }

        return Mandate.Record(subBudget, decision, amount, promise, now).Succeeded(out var mandate, out var refused)
            ? await mandates.Add(mandate, cancellationToken)
            : refused;
    }
}
