using System.Collections.Concurrent;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.System.Tests.Hostile;

/// <summary>A running system with an organisation of its own in it and a neighbouring one, and the attacks on it.</summary>
public sealed class AttackedSystem : IAsyncLifetime
{
    private const int AtOnce = 8;

    private readonly SystemOnEmbedded _system = new();
    private HttpClient _http = new();
    private PublicApi? _api;
    private Ground? _ground;

    internal ApiDocument Document { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _system.InitializeAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _system.Running.Gateway };
        Document = ApiDocument.Parse(await _http.GetStringAsync(new Uri("/medborgarbudget/v1/openapi.json", UriKind.Relative), cancellationToken));
        _api = new PublicApi(_system.Running);
        await Ground.LayAsync(_api, "Granneby", WrongPersonsFirst.NeighbourPrefix, cancellationToken);
        _ground = await Ground.LayAsync(_api, "Torpet", "", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        _http.Dispose();
        await _system.DisposeAsync();
    }

    internal Func<ApiParameter, string> TrueIds => _ground!.Fill;

    /// <summary>Sends every request as the person (null = nobody) and gives what is wrong with the answers.</summary>
    internal async Task<IReadOnlyCollection<string>> FaultsAsync(
        IReadOnlyCollection<HostileRequest> requests, string? person, HostileCaller caller, CancellationToken cancellationToken)
    {
        var faults = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(requests, options, async (request, ending) =>
        {
            var token = person is null ? null : await _api!.TokenAsync(person, ending);
            using var message = request.ToMessage(_system.Running.Gateway, token);
            using var answer = await _http.SendAsync(message, ending);
            if (await HostileAnswers.FaultOf(request, answer, caller, ending) is { } fault)
            {
                faults.Add(fault);
            }
        });
        return faults;
    }
}
