using System.Collections.Frozen;
using System.Net;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.Gateway.Routing;
using Medborgarbudget.ServiceDefaults.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Medborgarbudget.Gateway.Caching;

/// <summary>Asks the services themselves for what the cache keeps. Of the request only address and language go with it.</summary>
internal sealed class ServiceReader(IConfiguration configuration, GatewayOptions options) : IDisposable
{
    private readonly FrozenDictionary<string, (string Address, HttpMessageInvoker Client)> _services = PublicApi.Owners
        .Select(owner => (owner, Address: ServiceAddress.Find(configuration, owner)))
        .Where(service => service.Address is not null)
        .ToFrozenDictionary(service => service.owner, service => (service.Address!.Uri.ToString(), ServiceHttpClients.To(service.Address)));

    public async Task<ServiceAnswer> AskAsync(PublicRead read)
    {
        if (!_services.TryGetValue(read.Owner, out var service))
        {
            return ServiceAnswer.None(StatusCodes.Status503ServiceUnavailable);
        }

        // Many may wait for it: it goes on when the one who asked first has gone.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, RequestUtilities.MakeDestinationAddress(service.Address, read.Path, read.Query))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            request.Headers.TryAddWithoutValidation("Accept-Language", read.Language);
            using var response = await service.Client.SendAsync(request, patience.Token);
            return await ReadAsync(response, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return ServiceAnswer.None(StatusCodes.Status504GatewayTimeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return ServiceAnswer.None(StatusCodes.Status503ServiceUnavailable);
        }
    }

    public void Dispose()
    {
        foreach (var (_, client) in _services.Values)
        {
            client.Dispose();
        }
    }

    private async Task<ServiceAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response.Content, cancellationToken);

        // Problem documents are no-store by themselves and yet the same for all who asked at once.
        var isOwn = response.Headers.Contains("Set-Cookie")
            || (response.IsSuccessStatusCode && response.Headers.CacheControl is { NoStore: true } or { Private: true });
        return new ServiceAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            body ?? [],
            response.Headers.RetryAfter?.ToString(),
            IsForEverybody: body is not null && !isOwn);
    }

    /// <summary>Null where it is longer than what is kept.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[Math.Min((int)Math.Min(content.Headers.ContentLength ?? 4096, int.MaxValue), options.Cache.MaxAnswerBytes) + 1];
        var length = 0;
        while (await stream.ReadAsync(body.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > options.Cache.MaxAnswerBytes)
            {
                return null;
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, Math.Min(length * 2, options.Cache.MaxAnswerBytes + 1));
            }
        }

        return body[..length];
    }
}
