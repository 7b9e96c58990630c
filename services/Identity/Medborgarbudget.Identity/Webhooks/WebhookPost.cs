using System.Net;
using System.Net.Sockets;
using System.Text;
using Medborgarbudget.Identity.Keys;

namespace Medborgarbudget.Identity.Webhooks;

/// <summary>
/// Sends one message to one address of a stranger. It is looked up and judged at every connection, so that a name cannot be turned inwards after it was
/// registered; nothing is followed, and of the answer nothing but its status is read.
/// </summary>
internal sealed class WebhookPost : IDisposable
{
    /// <summary>From the look-up of the name to the head of the answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private const string SecretPurpose = "webhook-secret";
    private const int KilobytesOfHead = 16;
    private const int BytesOfBody = 4096;

    private readonly WebhookSettings _settings;
    private readonly Sealer _sealer;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookPost(WebhookSettings settings, Sealer sealer, TimeProvider clock)
    {
        (_settings, _sealer, _clock) = (settings, sealer, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = Longest,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = KilobytesOfHead,
            MaxResponseDrainSize = BytesOfBody,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),

            // Neither told to strangers nor kept: an address may be a secret of its owner's.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public static byte[] Seal(Sealer sealer, byte[] secret) => sealer.Seal(secret, SecretPurpose);

    /// <summary>Makes one attempt. Throws <see cref="OperationCanceledException"/> when this process ends; then nothing is known of it.</summary>
    public async Task<WebhookAttempt> SendAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var at = _clock.GetUtcNow();
        var started = _clock.GetTimestamp();
        var (outcome, status) = await TryAsync(webhook, delivery, at, cancellationToken);
        return new WebhookAttempt(at, (int)_clock.GetElapsedTime(started).TotalMilliseconds, outcome, status);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(WebhookOutcome Outcome, int Status)> TryAsync(
        Webhook webhook, WebhookDelivery delivery, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(Longest, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        try
        {
            using var request = Request(webhook, delivery, at);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (WebhookOutcome.Answered, (int)answer.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (WebhookOutcome.TimedOut, 0);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return (exception.GetBaseException() is AddressRefusedException ? WebhookOutcome.AddressRefused : WebhookOutcome.Unreachable, 0);
        }
    }

    private HttpRequestMessage Request(Webhook webhook, WebhookDelivery delivery, DateTimeOffset at)
    {
        var secrets = webhook.SecretsAt(at).Select(secret => _sealer.Open(secret, SecretPurpose));
        return new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "webhook-id", delivery.MessageId },
                { "webhook-timestamp", WebhookSignature.TimeOf(at) },
                { "webhook-signature", WebhookSignature.Of(delivery.MessageId, at, delivery.Body, secrets) },
                { "User-Agent", "Medborgarbudget-Webhooks/1" },
            },
        };
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var addresses = found.Where(address => WebhookAddress.MayBeCalled(address, _settings.AllowLoopback)).ToArray();
        if (addresses.Length == 0)
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException() : IOException("The name leads only to addresses that nothing is sent to.");
}
