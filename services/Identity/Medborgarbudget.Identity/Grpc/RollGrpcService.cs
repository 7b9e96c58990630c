using Google.Api;
using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class RollGrpcService(IServiceProvider features) : RollService.RollServiceBase
{
    public override async Task<RollImport> StartRollImport(StartRollImportRequest request, ServerCallContext context) =>
        (await Feature<StartRollImport>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<RollImport> PutRollImportPart(PutRollImportPartRequest request, ServerCallContext context) =>
        (await Feature<PutRollImportPart>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<RollImport> CommitRollImport(CommitRollImportRequest request, ServerCallContext context) =>
        (await Feature<CommitRollImport>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<RollImport> GetRollImport(GetRollImportRequest request, ServerCallContext context) =>
        (await Feature<GetRollImport>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<RollImport> CancelRollImport(CancelRollImportRequest request, ServerCallContext context) =>
        (await Feature<CancelRollImport>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListRollFaultsResponse> ListRollFaults(ListRollFaultsRequest request, ServerCallContext context) =>
        (await Feature<ListRollFaults>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<BallotToken> IssueBallotToken(IssueBallotTokenRequest request, ServerCallContext context) =>
        (await Feature<IssueBallotToken>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<BallotToken> RedeemBallotIdentification(RedeemBallotIdentificationRequest request, ServerCallContext context) =>
        (await Feature<RedeemBallotIdentification>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<BallotToken> RedeemVotingCode(RedeemVotingCodeRequest request, ServerCallContext context) =>
        (await Feature<RedeemVotingCode>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Declaration> DeclareConnection(DeclareConnectionRequest request, ServerCallContext context) =>
        (await Feature<DeclareConnection>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Declaration> GetMyDeclaration(GetMyDeclarationRequest request, ServerCallContext context) =>
        (await Feature<GetMyDeclaration>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<WithdrawDeclarationResponse> WithdrawDeclaration(WithdrawDeclarationRequest request, ServerCallContext context) =>
        (await Feature<WithdrawDeclaration>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListDeclarationsResponse> ListDeclarations(ListDeclarationsRequest request, ServerCallContext context) =>
        (await Feature<ListDeclarations>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<RollSummary> GetRollSummary(GetRollSummaryRequest request, ServerCallContext context) =>
        (await Feature<GetRollSummary>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> ListIssuedPseudonyms(ListIssuedPseudonymsRequest request, ServerCallContext context) =>
        (await Feature<ListIssuedPseudonyms>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<PseudonymKey> GetPseudonymKey(GetPseudonymKeyRequest request, ServerCallContext context) =>
        (await Feature<GetPseudonymKey>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<PseudonymKey> RequestKeyDestruction(RequestKeyDestructionRequest request, ServerCallContext context) =>
        (await Feature<RequestKeyDestruction>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<PseudonymKey> ApproveKeyDestruction(ApproveKeyDestructionRequest request, ServerCallContext context) =>
        (await Feature<ApproveKeyDestruction>().Handle(request, context.CancellationToken)).OrThrow();

    private T Feature<T>()
        where T : notnull => features.GetRequiredService<T>();
}
