using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>The third-party clients that there are, as the test says.</summary>
internal sealed class Registered
{
    public IReadOnlyList<KnownClient> Clients { get; set; } = [];

    public bool IsDown { get; set; }

    /// <summary>How often it was asked and has answered.</summary>
    public int Asked { get; set; }
}

internal sealed class TinyClientDirectory(Registered registered) : ClientDirectoryService.ClientDirectoryServiceBase
{
    public override Task<ListKnownClientsResponse> ListKnownClients(ListKnownClientsRequest request, ServerCallContext context)
    {
        registered.Asked++;
        return registered.IsDown ? throw GeneralErrors.Unavailable.ToRpcException() : Task.FromResult(new ListKnownClientsResponse { Clients = { registered.Clients } });
    }
}
