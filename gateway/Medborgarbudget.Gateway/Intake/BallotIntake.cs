using System.Text;
using Google.Protobuf;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Gateway.Clients;
using Medborgarbudget.Gateway.Intake.Plain;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.Net.Http.Headers;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>
/// The address where ballots are cast as JSON, for the reference web and third parties alike. It stands before everything that other
/// requests go through, because on a voting day it is nearly all that counts. The token is
/// passed on unread, but for whose client it was given to while one is stopped.
/// </summary>
internal sealed class BallotIntake(RequestDelegate next, BallotGatherer gatherer, RefusalPause pause, KnownClients clients, ErrorTexts texts)
{
    /// <summary>What stands before and after the sub-budget in the address.</summary>
    public const string Before = "/medborgarbudget/v1/sub-budgets/";
    public const string After = "/ballot";

    public const string Bearer = "Bearer ";
    public const string Json = "application/json";

    /// <summary>A ballot token is 900 to 1,400 characters; Voting refuses more than this.</summary>
    private const int LongestToken = 4096;

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        return context.Request.Method == HttpMethods.Put && path is not null && FindSubBudget(path) is { } subBudget
            ? CastAsync(context, subBudget)
            : next(context);
    }

    /// <summary>Null for another address, and for one spelled so that routing has to look at it.</summary>
    private static string? FindSubBudget(string path) =>
        path.StartsWith(Before, StringComparison.Ordinal) && path.EndsWith(After, StringComparison.Ordinal)
            && path.Length > Before.Length + After.Length
            && !path.AsSpan(Before.Length, path.Length - Before.Length - After.Length).ContainsAny('/', ':')
            ? path[Before.Length..^After.Length]
            : null;

    private async Task CastAsync(HttpContext context, string subBudget)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!IsJson(context.Request))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, texts);
            return;
        }

        var ballot = new GatheredBallot { SubBudgetId = subBudget, Token = TokenOf(context.Request), IdempotencyKey = KeyOf(context.Request) };
        if (clients.AnyStopped && BallotTokenClient.Read(ballot.Token.Span) is { } client && clients.IsStopped(client))
        {
            await Problem.WriteAsync(context, ClientErrors.Stopped, texts);
        }
        else if (await ReadBodyAsync(context, ballot) is { } status)
        {
            await Problem.WriteAsync(context, status, texts);
        }
        else if ((await CastAsync(context, ballot)).Succeeded(out var receipt, out var error))
        {
            context.Response.ContentType = Json;
            context.Response.ContentLength = receipt.Length;
            await context.Response.BodyWriter.WriteAsync(receipt.Memory, context.RequestAborted);
        }
        else
        {
            await RefuseAsync(context, error);
        }
    }

    /// <summary>A ballot that its connection has cast already, to no receipt, is not cast again.</summary>
    private ValueTask<Result<ByteString>> CastAsync(HttpContext context, GatheredBallot ballot) =>
        context.Features.Get<BallotConnection>() is { } connection && connection.TryTakeRefusal(ballot, out var refusal)
            ? ValueTask.FromResult<Result<ByteString>>(refusal)
            : gatherer.CastAsync(ballot);

    private async Task RefuseAsync(HttpContext context, Error error)
    {
        if (error.Kind == ErrorKind.TooMany)
        {
            await pause.WaitAsync(context.RequestAborted);
        }

        await Problem.WriteAsync(context, error, texts);
    }

    private static async ValueTask<int?> ReadBodyAsync(HttpContext context, GatheredBallot ballot)
    {
        try
        {
            var fault = await BallotBody.ReadAsync(context.Request.BodyReader, ballot.ProposalIds, context.RequestAborted);
            if (fault is null && context.Request.ContentLength is not null)
            {
                RequestEnds.Tell(context);
            }

            return fault;
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode;
        }
    }

    private static bool IsJson(HttpRequest request) =>
        request.ContentType == Json
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Empty when there is none, or what can be none: Voting then says so.</summary>
    private static ByteString TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString().AsSpan();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header.Length > Bearer.Length + LongestToken)
        {
            return ByteString.Empty;
        }

        var token = header[Bearer.Length..].Trim();
        var bytes = new byte[Encoding.UTF8.GetByteCount(token)];
        Encoding.UTF8.GetBytes(token, bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static string KeyOf(HttpRequest request) => request.Headers["Idempotency-Key"].ToString() is { Length: <= LongestToken } key ? key : "";
}
