using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Wire = Medborgarbudget.Contracts.Proposal.V1;

namespace Medborgarbudget.Proposals.Grpc;

/// <summary>Domain values as messages. The enums of both sides have the same numbers.</summary>
internal static class WireMapping
{
    public static Wire.Proposal ToWire(this View view, PersonId? reader)
    {
        var proposal = view.Proposal;
        return new Wire.Proposal
        {
            ProposalId = proposal.Id.ToString(),
            SubBudgetId = proposal.SubBudgetId.ToString(),
            OrganisationId = proposal.OrganisationId.ToString(),
            State = (Wire.ProposalState)proposal.StateIn(view.Phase),
            Number = proposal.Number ?? 0,
            Text = proposal.Text.ToWire(),
            Channel = (Wire.Channel)proposal.Channel,
            Supports = view.Supports,
            SupportedByMe = view.IsSupportedByReader,
            Mine = proposal.IsOwn(reader),
            WithdrawnAfterFreeze = proposal.IsWithdrawnAfterFreeze(),
            Reason = proposal.HiddenReason.Length > 0 ? proposal.HiddenReason : proposal.Course.OutcomeReason,
            CostOre = proposal.Course.Cost.Ore,
            Version = proposal.Version,
            ReceivedAt = proposal.ReceivedAt?.ToTimestamp(),
        };
    }

    public static Wire.ListProposalsResponse ToWire(this Page<View> page, PersonId? reader) => new()
    {
        Proposals = { page.Rows.Select(view => view.ToWire(reader)) },
        NextPageToken = page.NextToken,
    };

    public static Wire.Comment ToWire(this Comment comment, PersonId? reader) => new()
    {
        CommentId = comment.Id.ToString(),
        ProposalId = comment.ProposalId.ToString(),
        Text = comment.Text,
        Hidden = comment.HiddenBy is not null,
        At = comment.At.ToTimestamp(),
        Mine = comment.Author == reader,
    };

    public static AskGuardResponse ToWire(this IReadOnlyList<Missing> missing) => new()
    {
        Missing = { missing.Select(one => new Contracts.Guard.V1.Missing { Code = one.Code, Message = one.Message, Count = one.Count }) },
    };

    private static Wire.ProposalText ToWire(this ProposalText text) => new()
    {
        Title = text.Title,
        Text = text.Body,
        Place = text.Place,
        CostGuessOre = text.CostGuess.Ore,
    };
}
