using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.ServiceDefaults.Clients;

namespace Medborgarbudget.Gateway.Clients;

/// <summary>
/// Asks Identity every few seconds which third-party clients there are. While it does not answer, what it said last holds: frontends go on
/// working, and who was stopped stays so.
/// </summary>
internal sealed class ClientDirectory(KnownClients known, ServiceChannels channels, TimeProvider clock, ILogger<ClientDirectory> logger) : BackgroundService
{
    /// <summary>How long a suspended client is still served by this gateway at most, Identity being up.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private bool _isDown;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await AskAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var identity = new ClientDirectoryService.ClientDirectoryServiceClient(channels.To("Identity"));
            var answer = await identity.ListKnownClientsAsync(new ListKnownClientsRequest(), cancellationToken: cancellationToken);
            known.Learn(answer.Clients);
            _isDown = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Said once: it may be down for long, and is asked again every few seconds.
            if (!_isDown)
            {
                logger.LogWarning(exception, "Identity does not tell which clients there are; what it told last holds");
            }

            _isDown = true;
        }
    }
}
