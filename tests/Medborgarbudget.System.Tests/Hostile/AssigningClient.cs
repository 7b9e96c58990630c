using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.System.Tests.Hostile;

/// <summary>
/// Carries every call as JSON with members that its request does not have, and gives the caller the answer as if it had been gRPC: who calls
/// goes on as if nothing had been added, and fails where something of it counted.
/// </summary>
internal sealed class AssigningClient(Uri gateway, ApiDocument document) : Interceptor, IDisposable
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    private readonly MassAssignment _assignment = new(document);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Dictionary<string, ApiOperation> _operations = document.Operations.ToDictionary(operation => $"{operation.Tag}/{operation.Id}", StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _shown = [];

    /// <summary>Operations that took no notice of what was added, and how often.</summary>
    public IReadOnlyDictionary<string, int> Accepted => _accepted;

    /// <summary>Answers in which something of what was added stands.</summary>
    public IReadOnlyCollection<string> Shown => _shown;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        return new AsyncUnaryCall<TResponse>(Answer(), Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });

        async Task<TResponse> Answer()
        {
            var name = $"{context.Method.ServiceName.Split('.')[^1]}/{context.Method.Name}";
            if (!_operations.TryGetValue(name, out var operation) || operation.Answer is null)
            {
                return await continuation(request, context);
            }

            using var message = Message(operation, JsonNode.Parse(Formatter.Format((IMessage)request))!.AsObject(), context.Options.Headers ?? []);
            using var answer = await _http.SendAsync(message, context.Options.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(context.Options.CancellationToken);
            foreach (var trace in MassAssignment.In(text))
            {
                _shown.Add($"{name}: {trace} in {text}");
            }

            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw Refusal(answer.StatusCode, JsonNode.Parse(text)!);
            }

            _accepted.AddOrUpdate(operation.Id, 1, (_, count) => count + 1);
            return (TResponse)((IMessage)Activator.CreateInstance<TResponse>()!).Descriptor.Parser.ParseJson(text);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Message(ApiOperation operation, JsonObject request, Metadata headers)
    {
        var address = operation.Address(parameter => Uri.EscapeDataString(request[parameter.Name]?.ToString() ?? "-"));
        foreach (var parameter in operation.InPath)
        {
            request.Remove(parameter.Name);
        }

        var query = string.Join('&', [.. operation.Body is null ? Query(request, "") : [], MassAssignment.QueryAgainst(operation)]);
        var message = new HttpRequestMessage(operation.Method, new Uri(gateway, $"{address}?{query}"));

        // Past the gateway's cache, as gRPC goes: the caller wants to see what it has just done.
        message.Headers.Add("Cookie", "none=1");
        foreach (var header in headers)
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (operation.Body is not null)
        {
            message.Content = new StringContent(_assignment.Added(operation, request).ToJsonString(), Encoding.UTF8, "application/json");
        }

        return message;
    }

    /// <summary>What gRPC would have said; a failure of the server is none.</summary>
    private static RpcException Refusal(HttpStatusCode status, JsonNode problem)
    {
        var code = status switch
        {
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.NotFound,
            HttpStatusCode.Conflict => StatusCode.FailedPrecondition,
            HttpStatusCode.PreconditionFailed => StatusCode.Aborted,
            HttpStatusCode.TooManyRequests => StatusCode.ResourceExhausted,
            HttpStatusCode.ServiceUnavailable => StatusCode.Unavailable,
            < HttpStatusCode.InternalServerError => StatusCode.InvalidArgument,
            _ => throw new ShouldAssertException($"{status}: {problem}"),
        };
        var violations = problem["errors"]?.AsArray().Select(error => new BadRequest.Types.FieldViolation { Field = error!["field"]!.ToString() }) ?? [];
        return new Google.Rpc.Status
        {
            Code = (int)code,
            Message = problem["title"]!.ToString(),
            Details = { Any.Pack(new ErrorInfo { Reason = problem["code"]!.ToString() }), Any.Pack(new BadRequest { FieldViolations = { violations } }) },
        }.ToRpcException();
    }

    private static IEnumerable<string> Query(JsonObject request, string prefix) => request.SelectMany(field => field.Value switch
    {
        JsonObject inner => Query(inner, $"{prefix}{field.Key}."),
        JsonArray list => list.Select(item => $"{prefix}{field.Key}={Uri.EscapeDataString(item!.ToString())}"),
        var value => [$"{prefix}{field.Key}={Uri.EscapeDataString(value!.ToString())}"],
    });
}
