using Grpc.Core;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Proposals.Features;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Errors;
using Wire = Medborgarbudget.Contracts.Proposal.V1;

namespace Medborgarbudget.Proposals.Grpc;

/// <summary>The service's rpcs: message in, handler, message out.</summary>
internal sealed class ProposalGrpcService(
    CreateDraft createDraft,
    EditProposal editProposal,
    SubmitProposal submitProposal,
    EnterProposal enterProposal,
    WithdrawProposal withdrawProposal,
    HideProposal hideProposal,
    ReadProposals readProposals,
    ChangeSupport changeSupport,
    AddComment addComment,
    ReadComments readComments,
    HideComment hideComment,
    Caller caller) : ProposalService.ProposalServiceBase
{
    public override async Task<Wire.Proposal> CreateDraft(CreateDraftRequest request, ServerCallContext context) =>
        (await createDraft.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> EditProposal(EditProposalRequest request, ServerCallContext context) =>
        (await editProposal.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> SubmitProposal(SubmitProposalRequest request, ServerCallContext context) =>
        (await submitProposal.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> EnterProposal(EnterProposalRequest request, ServerCallContext context) =>
        (await enterProposal.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> WithdrawProposal(WithdrawProposalRequest request, ServerCallContext context) =>
        (await withdrawProposal.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> HideProposal(HideProposalRequest request, ServerCallContext context) =>
        (await hideProposal.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> GetProposal(GetProposalRequest request, ServerCallContext context) =>
        (await readProposals.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<ListProposalsResponse> ListProposals(ListProposalsRequest request, ServerCallContext context) =>
        (await readProposals.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<ListProposalsResponse> ListMyProposals(ListMyProposalsRequest request, ServerCallContext context) =>
        (await readProposals.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> SupportProposal(SupportProposalRequest request, ServerCallContext context) =>
        (await changeSupport.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Proposal> WithdrawSupport(WithdrawSupportRequest request, ServerCallContext context) =>
        (await changeSupport.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<Wire.Comment> AddComment(AddCommentRequest request, ServerCallContext context) =>
        (await addComment.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);

    public override async Task<ListCommentsResponse> ListComments(ListCommentsRequest request, ServerCallContext context)
    {
        var page = (await readComments.Handle(request, context.CancellationToken)).OrThrow();
        return new ListCommentsResponse { Comments = { page.Rows.Select(comment => comment.ToWire(caller.Person)) }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.Comment> HideComment(HideCommentRequest request, ServerCallContext context) =>
        (await hideComment.Handle(request, context.CancellationToken)).OrThrow().ToWire(caller.Person);
}
