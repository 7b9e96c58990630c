using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Screenings.Storage;

namespace Medborgarbudget.Screenings.Consumers;

/// <summary>
/// Starts the screening of a received proposal and keeps its copy. An event that is not newer is dropped, so order and repetition do
/// not matter. Hidden and withdrawn proposals are dropped; one that was withdrawn after the freeze is told as on the ballot.
/// </summary>
internal sealed class OnProposalChanged(ScreeningDb db) : IConsumer<ProposalChanged>
{
    public async Task HandleAsync(ProposalChanged happened, CancellationToken cancellationToken)
    {
        var proposal = Read(happened);
        var row = await db.Screenings.FindAsync([proposal.Id], cancellationToken);
        if (row is null)
        {
            db.Screenings.Add(ScreeningRow.Of(Screening.Start(proposal)));
        }
        else
        {
            row.Take(row.State.Follow(proposal));
        }
    }

    private static ScreenedProposal Read(ProposalChanged happened) => new(
        new ProposalId(happened.ProposalId),
        new SubBudgetId(happened.SubBudgetId),
        new OrganisationId(happened.OrganisationId),
        happened.Version,
        happened.Number,
        happened.State is "Hidden" or "Withdrawn",
        happened.Title,
        happened.Text,
        happened.Place,
        [.. happened.Proposers.Select(PersonId.From)]);
}
