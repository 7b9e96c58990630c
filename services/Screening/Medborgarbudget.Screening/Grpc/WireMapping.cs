using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Screenings.Features;
using Wire = Medborgarbudget.Contracts.Screening.V1;

namespace Medborgarbudget.Screenings.Grpc;

/// <summary>Domain values as messages. The enums of both sides have the same numbers.</summary>
internal static class WireMapping
{
    public static Wire.Screening ToWire(this Screening screening) => new()
    {
        ProposalId = screening.Proposal.Id.ToString(),
        SubBudgetId = screening.Proposal.SubBudgetId.ToString(),
        OrganisationId = screening.Proposal.OrganisationId.ToString(),
        Number = screening.Proposal.Number,
        Title = screening.Proposal.Title,
        Text = screening.Proposal.Text,
        Place = screening.Proposal.Place,
        State = (Wire.ScreeningState)screening.State,
        AssignedTo = screening.AssignedTo?.ToString() ?? "",
        Assessment = screening.Assessment?.ToWire(),
        ReviewRequest = screening.ReviewRequest,
        Version = screening.Version,
    };

    /// <summary>What the public learns; who has judged is not among it.</summary>
    public static Wire.ScreeningOutcome ToOutcome(this Screening screening)
    {
        var assessment = screening.Assessment!;
        return new Wire.ScreeningOutcome
        {
            ProposalId = screening.Proposal.Id.ToString(),
            Feasibility = (Wire.Feasibility)assessment.Feasibility,
            CostOre = assessment.Cost.Ore,
            RunningCostOre = assessment.RunningCost.Ore,
            Reason = assessment.Reason,
            Verdicts = { assessment.Verdicts.Select(ToWire) },
            ReviewRequested = screening.State is ScreeningState.ReviewRequested,
            AcceptedAt = screening.AcceptedAt?.ToTimestamp(),
        };
    }

    public static Wire.ListFeasibleProposalsResponse ToWire(this FeasibleList list) => new()
    {
        Proposals = { list.Screenings.Select(ToFeasible) },
        Unfinished = list.Unfinished,
    };

    public static AskGuardResponse ToWire(this IReadOnlyList<Missing> missing) => new()
    {
        Missing = { missing.Select(one => new Contracts.Guard.V1.Missing { Code = one.Code, Message = one.Message, Count = one.Count }) },
    };

    private static Wire.FeasibleProposal ToFeasible(Screening screening) => new()
    {
        ProposalId = screening.Proposal.Id.ToString(),
        Number = screening.Proposal.Number,
        Title = screening.Proposal.Title,
        Text = screening.Proposal.Text,
        Place = screening.Proposal.Place,
        CostOre = screening.Assessment!.Cost.Ore,
    };

    private static Wire.Assessment ToWire(this Assessment assessment) => new()
    {
        Verdicts = { assessment.Verdicts.Select(ToWire) },
        Feasibility = (Wire.Feasibility)assessment.Feasibility,
        CostOre = assessment.Cost.Ore,
        RunningCostOre = assessment.RunningCost.Ore,
        Reason = assessment.Reason,
    };

    private static Wire.CriterionVerdict ToWire(this CriterionVerdict verdict) =>
        new() { CriterionKey = verdict.CriterionKey, Met = verdict.IsMet, Reason = verdict.Reason };
}
