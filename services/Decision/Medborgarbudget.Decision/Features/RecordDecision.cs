using System.Globalization;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Records what the body decided, project by project.</summary>
internal sealed class RecordDecision(CaseStore cases, Caller caller, TimeProvider clock)
{
    /// <summary>As many as a ballot holds.</summary>
    private const int MaxItems = 2000;

    public async Task<Result<Case>> Handle(RecordDecisionRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var decision = DecisionReader.Read(fields, request.Decision, SwedishDay.Of(clock.GetUtcNow()));
        fields.Check(request.Items.Count <= MaxItems, "items", "must have at most 2000 items");
        var items = request.Items.Take(MaxItems).Select((item, index) => ReadItem(fields, item, index)).ToList();
        if (fields.Error is { } error)
        {
            return error;
        }

        var own = await cases.FindFor(caller, request.CaseId, cancellationToken);
        return own.Then(opened => opened.Decide(decision, items)).Succeeded(out var decided, out var refused)
            ? await cases.Save(decided, cancellationToken)
            : refused;
    }

    private static ItemDecision ReadItem(Fields fields, Contracts.Decision.V1.ItemDecision item, int index)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"items[{index}]");
        return new ItemDecision(
            fields.Id<ProposalId>(item.ProposalId, $"{path}.proposalId"),
            fields.Known((Outcome)item.Outcome, $"{path}.outcome"),
            fields.Text(item.Reason, $"{path}.reason", 0, 2000));
    }
}
