using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Idempotency;

/// <summary>
/// Honours <c>Idempotency-Key</c> on rpcs whose access option says so: the key, the request's hash and the answer are committed with the
/// effect. The same key and request gets the same answer; the same key with another request is refused; a failed call leaves no key.
/// </summary>
internal sealed class IdempotencyInterceptor(IServiceProvider services, Caller caller, TimeProvider clock) : Interceptor
{
    public const string Header = "idempotency-key";

    private const int MaxKeyLength = 100;

    // Asked for only by a call that carries a key: an rpc that needs no database does not pay for one.
    private ServiceDb Db => services.GetRequiredService<ServiceDb>();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var key = context.RequestHeaders.GetValue(Header);
        if (string.IsNullOrEmpty(key) || AccessRules.Find(context.Method)?.Access.Idempotent != true)
        {
            return await continuation(request, context);
        }

        if (key.Length > MaxKeyLength)
        {
            throw Error.Invalid([new FieldFault("Idempotency-Key", "is longer than 100 characters")]).ToRpcException();
        }

        var use = new KeyUse(caller.Subject, context.Method, Hidden(caller.Subject, context.Method, key), SHA256.HashData(((IMessage)request).ToByteArray()));
        return await Replay<TResponse>(use, context.CancellationToken) ?? await Run(use, request, context, continuation);
    }

    /// <summary>A client may choose anything as its key, a personal number too: it is not kept as it is.</summary>
    private static string Hidden(string subject, string method, string key) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}\n{method}\n{key}")));

    private async Task<TResponse?> Replay<TResponse>(KeyUse use, CancellationToken cancellationToken)
        where TResponse : class
    {
        var row = await Db.IdempotencyKeys.AsNoTracking().FirstOrDefaultAsync(
            row => row.Caller == use.Caller && row.Method == use.Method && row.Key == use.Key, cancellationToken);
        if (row is null)
        {
            return null;
        }

        if (!row.RequestHash.AsSpan().SequenceEqual(use.RequestHash))
        {
            throw GeneralErrors.KeyReused.ToRpcException();
        }

        var response = (IMessage)Activator.CreateInstance<TResponse>();
        response.MergeFrom(row.Response);
        return (TResponse)response;
    }

    private async Task<TResponse> Run<TRequest, TResponse>(
        KeyUse use, TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(context.CancellationToken);
        var row = Claim(use);
        Db.IdempotencyKeys.Add(row);
        try
        {
            // Before the handler runs: a second use at the same time waits here until the first has committed, and does nothing of its own.
            await Db.SaveChangesAsync(context.CancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            await transaction.RollbackAsync(context.CancellationToken);
            Db.ChangeTracker.Clear();
            return await Replay<TResponse>(use, context.CancellationToken) ?? throw GeneralErrors.Stale.ToRpcException();
        }

        var response = await continuation(request, context);
        row.Response = ((IMessage)response).ToByteArray();
        Db.IdempotencyKeys.Update(row);
        await Db.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        return response;
    }

    private IdempotencyRow Claim(KeyUse use) => new()
    {
        Caller = use.Caller,
        Method = use.Method,
        Key = use.Key,
        RequestHash = use.RequestHash,
        Response = [],
        At = clock.GetUtcNow(),
    };

    private sealed record KeyUse(string Caller, string Method, string Key, byte[] RequestHash);
}
