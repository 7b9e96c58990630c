using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Stops a measure by reference to a decision; says what happens to the money.</summary>
internal sealed class StopMeasure(MeasureStore measures, Caller caller, TimeProvider clock)
{
    public async Task<Result<MeasureView>> Handle(StopMeasureRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var stop = new Stop(
            fields.Text(request.Reason, "reason", 2, 2000),
            fields.Text(request.DecisionReference, "decisionReference", 2, 200),
            fields.Text(request.MoneyGoesTo, "moneyGoesTo", 2, 500));
        if (fields.Error is { } error)
        {
            return error;
        }

        var now = clock.GetUtcNow();
        var own = await measures.FindFor(caller, request.MeasureId, cancellationToken);
        var saved = own.Then(measure => measure.StopBy(stop, now)).Succeeded(out var stopped, out var refused)
            ? await measures.Save(stopped, stopped.NewestUpdate(stop.Reason), cancellationToken)
            : refused;
        return await MeasureView.Of(saved, measures, now, cancellationToken);
    }
}
