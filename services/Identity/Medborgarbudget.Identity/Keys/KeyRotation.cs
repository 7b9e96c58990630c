using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Server;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Lets a running replica take new signing keys: reads the key file again every half minute, and changes what signs when its time has come. Nobody has to be
/// restarted. A file that cannot be read changes nothing.
/// </summary>
internal sealed class KeyRotation(KeyRing keys, IdentitySettings settings, TimeProvider clock, ILogger<KeyRotation> logger)
    : BackgroundService, IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private CancellationTokenSource _changed = new();

    public string? Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    private void Look()
    {
        try
        {
            if (!keys.Take(KeyFile.Load(settings.KeyFile), clock.GetUtcNow()))
            {
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException
            or System.Text.Json.JsonException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            // Not what is wrong with it: that could repeat what stands in it.
            logger.LogWarning("The key file cannot be read ({Problem}); the keys that are known go on", exception.GetType().Name);
            return;
        }

        logger.LogInformation("Access tokens are signed with {Access}, ballot tokens with {Ballot}", keys.AccessSigning.KeyId, keys.BallotSigning.KeyId);
        using var former = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        former.Cancel();
    }
}
