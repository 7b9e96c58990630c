using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds a sub-budget for a caller who may act in it.</summary>
internal sealed class SubBudgetAccess(RollStore rolls, Caller caller)
{
    public async Task<Result<SubBudgetRow>> EnterAsync(string idText, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(idText, "subBudgetId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        return caller.MayActIn(subBudget.OrganisationId, subBudget.Id) ? subBudget : GeneralErrors.Forbidden;
    }

    /// <summary>The same with the page that is asked for of a list in it.</summary>
    public async Task<Result<AskedList>> EnterListAsync(string idText, int pageSize, string pageToken, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, pageSize, pageToken);
        return fields.Error is { } error ? error : (await EnterAsync(idText, cancellationToken)).Map(subBudget => new AskedList(subBudget, page));
    }
}

/// <summary>A page of a list in a sub-budget.</summary>
internal sealed record AskedList(SubBudgetRow SubBudget, PageRequest Page);
