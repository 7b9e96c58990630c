using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Identity.Tests.Webhooks;

/// <summary>A message as it came.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body);

/// <summary>A third party's server: a real one on this host, which answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    /// <summary>So that a message which never comes fails a test and does not hang it; far beyond what a busy machine needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Channel<Received> _received = System.Threading.Channels.Channel.CreateUnbounded<Received>();
    private readonly CancellationTokenSource _ended = new();
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Url => $"{_app.Urls.Single()}/events";

    /// <summary>The status of the next answers; 0 = it takes the message and never answers.</summary>
    public int Answer { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>How many messages nobody has asked for yet.</summary>
    public int Unread => _received.Reader.Count;

    public static async Task<WebhookReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/events", receiver.TakeAsync);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>The next message, when it comes.</summary>
    public async Task<Received> NextAsync(CancellationToken cancellationToken) => await _received.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _ended.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var answer = Answer;
        _received.Writer.TryWrite(new Received(Header(http, "webhook-id"), Header(http, "webhook-timestamp"), Header(http, "webhook-signature"), body));
        if (answer == 0)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, http.RequestAborted);
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        http.Response.StatusCode = answer;
        http.Response.Headers.Location = "/events";
    }

    private static string Header(HttpContext http, string name) => http.Request.Headers[name].ToString();
}
