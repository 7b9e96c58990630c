using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Reads the outcome of a screening; it is public once it is accepted.</summary>
internal sealed class ReadOutcome(ScreeningStore screenings)
{
    public async Task<Result<Screening>> Handle(GetScreeningOutcomeRequest request, CancellationToken cancellationToken)
    {
        var found = await screenings.FindBy(request.ProposalId, cancellationToken);
        return found.Then<Screening>(one => one.Screening.HasOutcome() ? one.Screening : ScreeningErrors.Missing);
    }
}
