using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>A public catalogue that does as its stage says, and tells in the field of the edition who it thinks asks.</summary>
internal sealed class TinyBudget(Stage stage, Caller caller) : BudgetService.BudgetServiceBase
{
    private static readonly Error Missing = new("budget.sub_budget_missing", ErrorKind.Missing, "The sub-budget does not exist.");

    public override async Task<SubBudget> GetSubBudget(GetSubBudgetRequest request, ServerCallContext context)
    {
        var act = stage.Of(request.SubBudgetId);
        act.Count();
        await act.Held.WaitAsync(context.CancellationToken);
        if (act.Fails || act.IsMissing)
        {
            throw (act.Fails ? GeneralErrors.Unavailable : Missing).ToRpcException();
        }

        if (act.Header is { } header)
        {
            context.GetHttpContext().Response.Headers.Append(header.Name, header.Value);
        }

        return new SubBudget
        {
            SubBudgetId = request.SubBudgetId + new string('-', act.Padding),
            OrganisationId = act.Organisation,
            EditionId = $"{caller.Person}{context.RequestHeaders.GetValue("cookie")}",
            Version = act.Version,
        };
    }
}
