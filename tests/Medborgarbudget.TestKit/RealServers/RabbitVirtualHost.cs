using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// Where a broker answers: AMQP without a virtual host, and its management interface, both with login.
/// </summary>
internal sealed record RabbitAddress(Uri Amqp, Uri Management);

/// <summary>
/// A virtual host of its own on the shared broker: no queue or exchange is seen by another test class.
/// </summary>
public sealed class RabbitVirtualHost : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _path;

    internal RabbitVirtualHost(RabbitAddress address, string name)
    {
        Address = new Uri(address.Amqp, $"/{name}");
        _path = $"/api/vhosts/{name}";
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.Management.UserInfo)));
        _management = new HttpClient { BaseAddress = address.Management, Timeout = TimeSpan.FromSeconds(30) };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", login);
    }

    /// <summary>The AMQP address with user, password and virtual host.</summary>
    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        using (_management)
        {
            using var answer = await _management.DeleteAsync(new Uri(_path, UriKind.Relative));
            if (answer.StatusCode is not HttpStatusCode.NotFound)
            {
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    /// <summary>From now on every message that is published or delivered is published to <c>amq.rabbitmq.trace</c> too.</summary>
    public Task TraceAsync(CancellationToken cancellationToken) => PutAsync("""{"tracing":true}""", cancellationToken);

    internal Task CreateAsync(CancellationToken cancellationToken) => PutAsync("{}", cancellationToken);

    private async Task PutAsync(string settings, CancellationToken cancellationToken)
    {
        using var body = new StringContent(settings, Encoding.UTF8, "application/json");
        using var answer = await _management.PutAsync(new Uri(_path, UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
