using Medborgarbudget.Standalone.Hosting;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>A running system whose clock the test sets.</summary>
/// <param name="Gateway">Where JSON, sign-in and web are served.</param>
/// <param name="GatewayGrpc">Where gRPC is served.</param>
/// <param name="SetClock">Sets the clock of all services.</param>
internal sealed record MovableSystem(Uri Gateway, Uri GatewayGrpc, TimeProvider Clock, Action<DateTimeOffset> SetClock)
{
    public MovableSystem(StandaloneSystem system)
        : this(system.Gateway, system.GatewayGrpc, system.Clock, system.Clock.Set)
    {
    }
}
