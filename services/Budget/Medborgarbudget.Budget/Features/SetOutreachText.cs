using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Sets the outreach texts in one language (step 2).</summary>
internal sealed class SetOutreachText(SubBudgetStore subBudgets, Caller caller)
{
    public async Task<Result<SubBudget>> Handle(SetOutreachTextRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var text = new OutreachText(
            PlanReader.ReadLanguage(fields, request.Language, "language"),
            fields.Text(request.Title, "title", 3, 200),
            fields.Text(request.Text, "text", 10, 10_000),
            fields.Text(request.ContactPoint, "contactPoint", 3, 300),
            fields.Text(request.AccessibilityStatement, "accessibilityStatement", 3, 2_000));
        if (fields.Error is { } faults)
        {
            return faults;
        }

        var found = await subBudgets.FindFor(caller, request.SubBudgetId, cancellationToken);
        return found.Succeeded(out var subBudget, out var error)
            ? await subBudgets.Save(subBudget.SetOutreachText(text), null, cancellationToken)
            : error;
    }
}
