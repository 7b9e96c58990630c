using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Makes a place where officers take votes.</summary>
internal sealed class CreateVotingPlace(IdentityDb db, SubBudgetAccess access, PlaceStore places, AuditTrail trail, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.VotingPlace>> Handle(CreateVotingPlaceRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal)
            || !VotingPlace.Create(subBudget.Id, request.Name, [.. request.Channels.Select(channel => (Channel)channel)], request.IsOffline, clock.GetUtcNow())
                .Succeeded(out var place, out refusal))
        {
            return refusal;
        }

        if (subBudget.Window.IsOver)
        {
            return IdentityErrors.VotingOver;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await places.AddAsync(place, cancellationToken);
        await trail.NoteAsync(subBudget, place.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return place.ToMessage();
    }
}
