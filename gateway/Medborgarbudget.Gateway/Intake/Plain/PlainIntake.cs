using System.Diagnostics;
using Google.Protobuf;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Gateway.Clients;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>What connections need to take plain ballots off themselves before the server makes requests of them (decision 0026).</summary>
internal sealed class PlainIntake(
    BallotGatherer gatherer, KnownClients clients, RequestMetrics metrics, IOptions<KestrelServerOptions> kestrel, IOptions<HostFilteringOptions> hosts)
{
    private readonly bool _takesAnyHost = hosts.Value.AllowedHosts.All("*".Equals);

    /// <summary>Half the time after which the server gives up a connection on which no request comes.</summary>
    public TimeSpan ShownEvery => kestrel.Value.Limits.KeepAliveTimeout / 2;

    /// <summary>Null where the server has to look: who is stopped is told so there, and what may be called by certain names only.</summary>
    public GatheredBallot? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        return _takesAnyHost && !clients.AnyStopped ? PlainBallot.Read(bytes, out length) : null;
    }

    /// <summary>As <see cref="BallotGatherer.CastAsync"/>.</summary>
    public ValueTask<Result<ByteString>> CastAsync(GatheredBallot ballot) => metrics.IsOn ? CountAsync(ballot) : gatherer.CastAsync(ballot);

    private async ValueTask<Result<ByteString>> CountAsync(GatheredBallot ballot)
    {
        var started = Stopwatch.GetTimestamp();
        metrics.Began();
        var outcome = await gatherer.CastAsync(ballot);
        metrics.Ended();
        if (outcome.Succeeded(out _, out _))
        {
            metrics.Acknowledged(started);
        }

        return outcome;
    }
}
