using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Finds what a request names; an id that cannot be one names nothing.</summary>
internal static class FoundScreening
{
    public static async Task<Result<Found>> FindBy(this ScreeningStore screenings, string proposalId, CancellationToken cancellationToken) =>
        Id.TryParse<ProposalId>(proposalId, out var id) ? await screenings.Find(id, cancellationToken) : ScreeningErrors.Missing;

    /// <summary>A screening that the caller may act on by the current rpc's roles.</summary>
    public static async Task<Result<Found>> FindFor(
        this ScreeningStore screenings, Caller caller, string proposalId, CancellationToken cancellationToken)
    {
        var found = await screenings.FindBy(proposalId, cancellationToken);
        return found.Then<Found>(one => caller.MayActIn(one.SubBudget.OrganisationId, one.SubBudget.Id) ? one : GeneralErrors.Forbidden);
    }
}
