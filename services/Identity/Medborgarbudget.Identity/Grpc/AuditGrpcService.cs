using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class AuditGrpcService(IServiceProvider features) : AuditService.AuditServiceBase
{
    public override async Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context) =>
        (await features.GetRequiredService<ListAuditEntries>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<AuditVerification> VerifyAuditLog(VerifyAuditLogRequest request, ServerCallContext context) =>
        (await features.GetRequiredService<VerifyAuditLog>().Handle(request, context.CancellationToken)).OrThrow();
}
