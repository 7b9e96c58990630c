using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class IdentityGrpcService(IServiceProvider features) : Contracts.Identity.V1.IdentityService.IdentityServiceBase
{
    public override async Task<Me> GetMe(GetMeRequest request, ServerCallContext context) =>
        (await Feature<GetMe>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<InviteAdministratorsResponse> InviteAdministrators(InviteAdministratorsRequest request, ServerCallContext context) =>
        (await Feature<InviteAdministrators>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Me> RedeemInvitation(RedeemInvitationRequest request, ServerCallContext context) =>
        (await Feature<RedeemInvitation>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.RoleGrant> RequestRoleGrant(RequestRoleGrantRequest request, ServerCallContext context) =>
        (await Feature<RequestRoleGrant>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.RoleGrant> ApproveRoleGrant(ApproveRoleGrantRequest request, ServerCallContext context) =>
        (await Feature<ApproveRoleGrant>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.RoleGrant> RequestRoleRevocation(RequestRoleRevocationRequest request, ServerCallContext context) =>
        (await Feature<RequestRoleRevocation>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.RoleGrant> ApproveRoleRevocation(ApproveRoleRevocationRequest request, ServerCallContext context) =>
        (await Feature<ApproveRoleRevocation>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListRoleGrantsResponse> ListRoleGrants(ListRoleGrantsRequest request, ServerCallContext context) =>
        (await Feature<ListRoleGrants>().Handle(request, context.CancellationToken)).OrThrow();

    private T Feature<T>()
        where T : notnull => features.GetRequiredService<T>();
}
