using System.Text.Json;
using Medborgarbudget.Gateway.Caching;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>Whose a sub-budget is, as Budget tells everybody. It never changes, so a kept answer will do.</summary>
internal sealed class SubBudgets(AnswerStore answers)
{
    private static readonly Operation Reading = PublicApi.Operations.Single(operation => operation.Method.Name == "GetSubBudget");

    public async Task<Result<OrganisationId>> OrganisationOfAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var path = Reading.Path.Replace("{sub_budget_id}", subBudget.ToString(), StringComparison.Ordinal);
        var read = new PublicRead(Reading.Owner, Freshness.Of(Reading)!, path, QueryString.Empty, "en");
        var body = answers.Find(read)?.Body;
        if (body is null)
        {
            var answer = await answers.RenewAsync(read).WaitAsync(cancellationToken);
            if (answer.Status != StatusCodes.Status200OK)
            {
                return answer.Status == StatusCodes.Status404NotFound ? GatewayErrors.SubBudgetMissing : GeneralErrors.Unavailable;
            }

            body = answer.Body;
        }

        using var document = JsonDocument.Parse(body);
        return Id.TryParse<OrganisationId>(document.RootElement.GetProperty("organisationId").GetString(), out var organisation)
            ? organisation
            : GatewayErrors.SubBudgetMissing;
    }
}
