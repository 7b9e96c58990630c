using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Web.Api;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Web.SubBudgets;

/// <summary>Finds the sub-budget of an address, and names of organisations.</summary>
internal sealed class Places(ApiClient api, IMemoryCache cache)
{
    private static readonly TimeSpan NamesKept = TimeSpan.FromMinutes(5);

    /// <summary>Null when there is none.</summary>
    public async Task<Place?> FindAsync(string segment, CancellationToken cancellationToken) =>
        Place.IdOf(segment) is { } id && await api.FindAsync<SubBudget>($"sub-budgets/{id}", cancellationToken) is { } subBudget
            ? await OfAsync(subBudget, cancellationToken)
            : null;

    public async Task<Place> OfAsync(SubBudget subBudget, CancellationToken cancellationToken) =>
        new(subBudget, await NameAsync(subBudget.OrganisationId, cancellationToken));

    private async Task<string> NameAsync(string organisationId, CancellationToken cancellationToken)
    {
        var key = $"organisation {organisationId}";
        if (cache.TryGetValue<string>(key, out var name))
        {
            return name!;
        }

        // A page is not lost for want of a name.
        var answer = await api.SendAsync<Organisation>(new ApiCall(HttpMethod.Get, $"organisations/{organisationId}"), cancellationToken);
        return answer.Value is { } organisation ? cache.Set(key, organisation.Name, NamesKept) : "";
    }
}
