using Medborgarbudget.Deployment.Tests.Observability;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.System.Tests.Installation;
using Medborgarbudget.System.Tests.Secrecy;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>A process per service: the year, and what it leaves on the servers and tells in spans.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class WholePathOnProcessesTests : IAsyncLifetime
{
    private ProcessClock? _clock;
    private EmptyServers? _servers;
    private Tap? _tap;
    private TelemetrySink? _sink;
    private SeparateProcesses? _installation;

    [Fact]
    public async Task S9_budget_year_runs_through_every_phase_and_leaves_no_personal_number_behind()
    {
        using var town = new Town(new MovableSystem(_installation!.Address, _installation.Grpc, _clock!, _clock!.Set));
        await WholePathTests.WalkAsync(town);

        await _sink!.WaitUntilAsync(sink => sink.Spans.DistinctBy(span => span.Service).Count() >= EmptyServers.Services.Count, Town.Cancel);
        var places = new Places(_servers!.Backends, _tap!, _sink);
        var numbers = TracedSystem.AllNumbers.Aggregate(new Traces(), (all, number) => all.AddNumber(number));
        (await places.WithAsync(numbers)).ShouldBeEmpty();
        new[] { "RabbitMQ", "Voting" }.ShouldBeSubsetOf(await places.WithAsync(new Traces().AddId("sub-budget", town.SubBudget)));

        await places.PlantAsync(TracedSystem.AllNumbers[0]);
        for (var tries = 0; tries < 20 && (await places.WithAsync(numbers)).Count < Places.Names.Count; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), Town.Cancel);
        }

        (await places.WithAsync(numbers)).ShouldBe(Places.Names, ignoreOrder: true);
    }

    public async ValueTask InitializeAsync()
    {
        _clock = await ProcessClock.CreateAsync();
        _servers = await EmptyServers.CreateAsync(Town.Cancel);
        await _servers.TraceAsync(Town.Cancel);
        _tap = await Tap.OpenAsync(_servers.Backends, Town.Cancel);
        _sink = new TelemetrySink();

        // The store keeps the machine's time: how far Voting's differs from that is not asked.
        var settings = new Dictionary<string, string?>(_clock.Settings) { ["Voting:MostClockDriftSeconds"] = "0" };
        foreach (var (key, value) in _sink.Settings)
        {
            settings[key] = value;
        }

        _installation = await SeparateProcesses.StartAsync(_servers.Backends, Town.Cancel, settings);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _installation, _tap, _servers, _sink })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _clock?.Dispose();
    }
}
