using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Work;

namespace Medborgarbudget.Web.Paper;

/// <summary>Lets readers and count leaders in to the paper cards of a vote.</summary>
internal sealed class PaperDesk(ApiClient api, Officials officials)
{
    /// <summary>Roles that see how far the batches have come.</summary>
    public static readonly Role[] Anybody = [Role.Counter, Role.CountLeader];
    public static readonly Role[] Readers = [Role.Counter];
    public static readonly Role[] Leaders = [Role.CountLeader];

    /// <summary>The batches of the address, or the page to show in their place.</summary>
    public async Task<(OpenBatches? Batches, IResult Otherwise)> EnterAsync(string d, IReadOnlyList<Role> roles, CancellationToken cancellationToken)
    {
        var (place, otherwise) = await officials.EnterAsync(d, roles, cancellationToken);
        if (place is null)
        {
            return (null, otherwise);
        }

        var list = await api.GetAsync<ListPaperBatchesResponse>($"sub-budgets/{place.Id}/paper-batches", cancellationToken);
        return (new OpenBatches(
            place,
            list.PaperBatches,
            await officials.HoldsAsync(place, Role.Counter, cancellationToken),
            await officials.HoldsAsync(place, Role.CountLeader, cancellationToken)), otherwise);
    }

    /// <summary>The batch of the address with the ballot that its cards are read by, or the page to show in its place.</summary>
    public async Task<(OpenBatch? Batch, IResult Otherwise)> EnterAsync(string d, string b, IReadOnlyList<Role> roles, CancellationToken cancellationToken)
    {
        var (batches, otherwise) = await EnterAsync(d, roles, cancellationToken);
        if (batches is null)
        {
            return (null, otherwise);
        }

        var status = await api.FindAsync<VotingStatus>($"sub-budgets/{batches.Place.Id}/voting-status", cancellationToken);
        return batches.All.FirstOrDefault(batch => batch.PaperBatchId == b) is { } found
            && await api.FindAsync<Manifest>($"sub-budgets/{batches.Place.Id}/manifest", cancellationToken) is { } manifest
            ? (new OpenBatch(batches, found, manifest, status?.Closed == true), otherwise)
            : (null, Page.Missing());
    }
}

/// <param name="All">By their serials.</param>
/// <param name="IsReader">She reads cards.</param>
/// <param name="IsLeader">She opens batches and settles doubts.</param>
public sealed record OpenBatches(Place Place, IReadOnlyList<PaperBatch> All, bool IsReader, bool IsLeader)
{
    /// <summary>Address of the page below the sub-budget's paper, without language.</summary>
    public string At(string page = "") => $"/arbete/papper/{Place.InAddress}{(page.Length > 0 ? "/" : "")}{page}";
}

/// <param name="CanRead">Voting is closed, so that what is on paper may be added up.</param>
public sealed record OpenBatch(OpenBatches Batches, PaperBatch Batch, Manifest Manifest, bool CanRead)
{
    public string At(string page = "") => Batches.At($"{Batch.PaperBatchId}{(page.Length > 0 ? "/" : "")}{page}");

    /// <summary>Received cards that are not settled.</summary>
    public int Left => Batch.Numbers.Received - Batch.Settled;
}
