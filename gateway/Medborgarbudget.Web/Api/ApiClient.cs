using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Medborgarbudget.Web.Hosting;

namespace Medborgarbudget.Web.Api;

/// <summary>
/// The public API through the gateway, as any other frontend uses it: JSON, with the messages of the contract. Adds the person's
/// token and language to every call.
/// </summary>
internal sealed class ApiClient(HttpClient http, Visit visit)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads what the page cannot do without.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new() => (await SendAsync<T>(new ApiCall(HttpMethod.Get, path), cancellationToken)).OrThrow();

    /// <summary>
    /// Reads what may not be there, or not yet: services learn of each other's news a moment later. Null for 404.
    /// </summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        var answer = await SendAsync<T>(new ApiCall(HttpMethod.Get, path), cancellationToken);
        return answer.Problem is { Status: StatusCodes.Status404NotFound } ? null : answer.OrThrow();
    }

    public Task<Answer<T>> PostAsync<T>(string path, IMessage body, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new() => SendAsync<T>(new ApiCall(HttpMethod.Post, path) { Body = body }, cancellationToken);

    public Task<Answer<T>> SendAsync<T>(ApiCall call, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new() =>
        AskAsync(call, async content => Parser.Parse<T>(await content.ReadAsStringAsync(cancellationToken)), cancellationToken);

    /// <summary>Asks for a file, which is kept nowhere.</summary>
    public Task<Answer<ApiFile>> DownloadAsync(ApiCall call, CancellationToken cancellationToken) =>
        AskAsync(
            call, async content => new ApiFile(await content.ReadAsByteArrayAsync(cancellationToken), content.Headers.ContentType?.ToString() ?? ""), cancellationToken);

    /// <summary>Whether a document is there, without reading it.</summary>
    public async Task<bool> HasAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(new ApiCall(HttpMethod.Get, path));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return false;
        }
    }

    private async Task<Answer<T>> AskAsync<T>(ApiCall call, Func<HttpContent, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var request = Request(call);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? new Answer<T>(await read(response.Content), null)
                : new Answer<T>(null, ProblemOf(response, await response.Content.ReadAsStringAsync(cancellationToken)));
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return new Answer<T>(null, new Problem(StatusCodes.Status503ServiceUnavailable, "", null, TraceId()));
        }
    }

    private HttpRequestMessage Request(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, call.Path);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(visit.Language));
        if ((call.IsAnonymous ? null : call.Token ?? visit.AccessToken) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (call.IdempotencyKey is { } key)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (call.WaitingTicket is { Length: > 0 } ticket)
        {
            request.Headers.Add("Waiting-Ticket", ticket);
        }

        if (call.Body is { } body)
        {
            request.Content = new StringContent(JsonFormatter.Default.Format(body), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static Problem ProblemOf(HttpResponseMessage response, string text)
    {
        var status = (int)response.StatusCode;
        var retry = (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return new Problem(status, "", null, TraceId()) { RetryAfterSeconds = retry };
        }

        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var fields = root.TryGetProperty("errors", out var errors) ? errors.EnumerateArray().Select(error => Text(error, "field")) : [];
        return new Problem(status, Text(root, "code"), Text(root, "title"), Text(root, "traceId"))
        {
            RetryAfterSeconds = retry,
            Fields = [.. fields],
            Ticket = Text(root, "ticket"),
            Place = root.TryGetProperty("place", out var place) ? place.GetInt64() : 0,
        };
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string TraceId() => Activity.Current?.TraceId.ToString() ?? "";
}

/// <summary>A document that the API gives as it is.</summary>
internal sealed record ApiFile(byte[] Content, string MediaType);

/// <summary>One call to the API.</summary>
/// <param name="Path">Below <c>/medborgarbudget/v1/</c>.</param>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    public IMessage? Body { get; init; }

    /// <summary>In place of the person's access token.</summary>
    public string? Token { get; init; }

    /// <summary>Without any token, whoever is signed in.</summary>
    public bool IsAnonymous { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>The place held in the line before the vote.</summary>
    public string? WaitingTicket { get; init; }
}
