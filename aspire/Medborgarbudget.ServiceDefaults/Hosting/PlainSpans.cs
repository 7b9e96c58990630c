using System.Diagnostics;
using OpenTelemetry;

namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>
/// Takes out of every span what may tell who asked for what: addresses as they were called (ids and codes stand in them), the caller's
/// network address and browser. The route, the method and the status say what operators need.
/// </summary>
internal sealed class PlainSpans : BaseProcessor<Activity>
{
    private static readonly string[] Telling =
        ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "client.port", "network.peer.address", "network.peer.port"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Telling)
        {
            data.SetTag(tag, null);
        }
    }
}
