using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Keeps the ballot keys fresh: from a file, or from Identity with a copy in the database for when Identity is down.</summary>
internal sealed class BallotKeyRefresh(
    BallotKeys keys,
    IHttpClientFactory clients,
    IServiceScopeFactory scopes,
    IOptions<VotingOptions> options,
    TimeProvider clock,
    ILogger<BallotKeyRefresh> logger) : BackgroundService
{
    public const string Client = "identity-ballot-keys";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterMiss = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    public static void AddClient(IServiceCollection services, IConfiguration configuration)
    {
        var client = services.AddHttpClient(Client);
        if (ServiceAddress.Find(configuration, "Identity") is { } identity)
        {
            client.ConfigurePrimaryHttpMessageHandler(identity.CreateHandler).ConfigureHttpClient(http =>
            {
                http.BaseAddress = identity.Uri;
                http.DefaultRequestVersion = System.Net.HttpVersion.Version20;
                http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
                http.Timeout = TimeSpan.FromSeconds(10);
            });
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.BallotKeysFile.Length > 0)
        {
            keys.Take(await File.ReadAllTextAsync(options.Value.BallotKeysFile, stoppingToken));
            return;
        }

        await TakeKeptAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await FetchAsync(stoppingToken))
            {
                await Task.Delay(AfterFailure, clock, stoppingToken);
                continue;
            }

            // A token with an unknown key asks for a fetch at once, but nobody can make us ask Identity all the time.
            await Task.Delay(AfterMiss, clock, stoppingToken);
            keys.ForgetMisses();
            await Task.WhenAny(keys.Missed, Task.Delay(Interval, clock, stoppingToken));
        }
    }

    private async Task TakeKeptAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<VotingDb>();
            if (await db.BallotKeys.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { } kept)
            {
                keys.Take(kept.KeySet);
            }
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The kept ballot keys cannot be read");
        }
    }

    private async Task<bool> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var keySet = await clients.CreateClient(Client).GetStringAsync(new Uri("/.well-known/ballot-jwks", UriKind.Relative), cancellationToken);
            keys.Take(keySet);
            await KeepAsync(keySet, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or ArgumentException || Outage.Is(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            logger.LogWarning("Identity does not give its ballot keys ({Problem})", exception.GetType().Name);
            return false;
        }
    }

    private async Task KeepAsync(string keySet, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VotingDb>();
        var row = await db.BallotKeys.FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            db.BallotKeys.Add(row = new BallotKeysRow());
        }

        (row.KeySet, row.FetchedAt) = (keySet, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
