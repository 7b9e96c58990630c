using System.Net.Http.Headers;

namespace Medborgarbudget.TestKit.Hostile;

/// <summary>One request that no honest client sends.</summary>
/// <param name="Attack">What is wrong with it, in words.</param>
/// <param name="Address">Path and query exactly as they go over the wire.</param>
/// <param name="Body">Null = none at all.</param>
public sealed record HostileRequest(ApiOperation Operation, string Attack, string Address, byte[]? Body = null)
{
    public string ContentType { get; init; } = "application/json";

    /// <summary>Sent in chunks, so that its size is not announced.</summary>
    public bool IsChunked { get; init; }

    /// <summary>So malformed that the server may refuse it before any of our code runs, with a bare 400, 414 or 431.</summary>
    public bool MayBeRefusedUnread { get; init; }

    /// <summary>Megabytes: send it once per operation, not once per role.</summary>
    public bool IsHeavy => Body?.Length > 1_000_000;

    public HttpRequestMessage ToMessage(Uri gateway, string? token)
    {
        // A normal Uri would tidy up the very tricks that are to be sent.
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var uri = new Uri($"http://{gateway.Authority}{Address}", raw);
        var message = new HttpRequestMessage(Operation.Method, uri);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            message.Headers.TransferEncodingChunked = IsChunked ? true : null;
        }

        if (Operation.Parameters.Any(parameter => parameter.In == "header" && parameter.Name == "Idempotency-Key"))
        {
            message.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        message.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return message;
    }

    public override string ToString() => $"{Operation.Id}: {Attack}";
}
