using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class ClientDirectoryGrpcService(ListKnownClients listKnownClients) : ClientDirectoryService.ClientDirectoryServiceBase
{
    public override Task<ListKnownClientsResponse> ListKnownClients(ListKnownClientsRequest request, ServerCallContext context) =>
        listKnownClients.Handle(context.CancellationToken);
}
