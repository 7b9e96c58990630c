using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
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

    /// <summary>
    /// The organisation of the sub-budget whose page it is, of any page below it and in any language; null for other pages, and when it cannot be asked: a sign-in
    /// is not lost for want of it.
    /// </summary>
    public async Task<string?> OrganisationOfAsync(string page, CancellationToken cancellationToken)
    {
        var segments = page.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(segment => segment == Visit.English).ToList();
        return segments is ["d", var segment, ..] && Place.IdOf(segment) is { } id
            ? (await api.SendAsync<SubBudget>(new ApiCall(HttpMethod.Get, $"sub-budgets/{id}"), cancellationToken)).Value?.OrganisationId
            : null;
    }

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
