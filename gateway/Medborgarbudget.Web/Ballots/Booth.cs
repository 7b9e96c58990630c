using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Lets a voter in where voting is open, and says why not where it is closed.</summary>
internal sealed class Booth(Places places, ApiClient api, IMemoryCache cache)
{
    private static readonly TimeSpan ManifestKept = TimeSpan.FromMinutes(5);

    /// <summary>The open ballot of the address, or the page to show in its place.</summary>
    public async Task<(OpenBallot? Ballot, IResult Otherwise)> EnterAsync(string d, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return (null, Page.Missing());
        }

        var manifest = await ManifestAsync(place.Id, cancellationToken);
        var status = await api.FindAsync<VotingStatus>($"sub-budgets/{place.Id}/voting-status", cancellationToken);
        return manifest is not null && status is { Open: true }
            ? (new OpenBallot(place, manifest), Results.Empty)
            : (null, Page.Of<VotingClosedPage>(new VotingClosedModel(place, manifest, status)));
    }

    /// <summary>The ballot of the address, open or not.</summary>
    public async Task<OpenBallot?> FindAsync(string d, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place && await ManifestAsync(place.Id, cancellationToken) is { } manifest
            ? new OpenBallot(place, manifest)
            : null;

    /// <summary>What is frozen never changes, so it is kept; a ballot that is not frozen is asked for again.</summary>
    private async Task<Manifest?> ManifestAsync(string subBudgetId, CancellationToken cancellationToken)
    {
        var key = $"manifest {subBudgetId}";
        if (cache.TryGetValue<Manifest>(key, out var known))
        {
            return known;
        }

        var manifest = await api.FindAsync<Manifest>($"sub-budgets/{subBudgetId}/manifest", cancellationToken);
        return manifest is null ? null : cache.Set(key, manifest, ManifestKept);
    }
}

/// <summary>A frozen ballot and whose it is.</summary>
public sealed record OpenBallot(Place Place, Manifest Manifest);

public sealed record VotingClosedModel(Place Place, Manifest? Manifest, VotingStatus? Status);
