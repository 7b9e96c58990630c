using System.Diagnostics.Metrics;
using System.Globalization;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Caching;

/// <summary>
/// Answers public reads from what it keeps. An answer past its time is given while a new one is fetched, and for longer when its service
/// fails. What carries a token or a cookie goes past it in both directions.
/// </summary>
internal sealed class PublicReadCache(RequestDelegate next, AnswerStore store, GatewayOptions options)
{
    private const string Vary = "Accept-Language, Authorization, Cookie";

    private static readonly Meter Meter = new("Medborgarbudget.Gateway");
    private static readonly Counter<long> Reads = Meter.CreateCounter<long>("medborgarbudget.gateway.public_reads", "{read}", "Public reads by how they were answered.");

    /// <summary>How long somebody waits for a service while there is an older answer to give.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        if (options.Cache.MaxBytes == 0 || PublicRead.Of(context) is not { } read)
        {
            await next(context);
            return;
        }

        var kept = store.Find(read);
        if (kept is null)
        {
            await AnswerAnewAsync(context, read, await store.RenewAsync(read).WaitAsync(context.RequestAborted));
        }
        else if (read.Freshness.IsFresh(store.AgeOf(kept)))
        {
            await GiveAsync(context, read, kept, "hit");
        }
        else
        {
            await AnswerWhileRenewingAsync(context, read, kept);
        }
    }

    private async Task AnswerWhileRenewingAsync(HttpContext context, PublicRead read, KeptAnswer kept)
    {
        var renewal = store.RenewAsync(read);
        if (read.Freshness.IsStillGiven(store.AgeOf(kept)))
        {
            await GiveAsync(context, read, kept, "hit; detail=stale");
            return;
        }

        var mayBeGiven = store.AgeOf(kept) < TimeSpan.FromSeconds(options.Cache.SecondsWhenDown);
        var isLate = mayBeGiven && await Task.WhenAny(renewal, Task.Delay(Patience, context.RequestAborted)) != renewal;
        if (mayBeGiven && (isLate || (await renewal).IsFailure))
        {
            await GiveAsync(context, read, kept, "hit; detail=service-fails");
            return;
        }

        await AnswerAnewAsync(context, read, await renewal.WaitAsync(context.RequestAborted));
    }

    private async Task AnswerAnewAsync(HttpContext context, PublicRead read, ServiceAnswer answer)
    {
        if (!answer.IsForEverybody)
        {
            await next(context);
        }
        else if (answer.Status == StatusCodes.Status200OK)
        {
            await GiveAsync(context, read, store.Find(read) ?? new KeptAnswer(answer.Body, answer.ContentType, TakenAt: store.Now), "fwd=miss");
        }
        else if (answer.Body.Length > 0)
        {
            await PassOnAsync(context, answer);
        }
        else if (answer.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Fail(GeneralErrors.Unavailable);
        }
        else
        {
            context.Fail(answer.Status);
        }
    }

    private async Task GiveAsync(HttpContext context, PublicRead read, KeptAnswer kept, string how)
    {
        Reads.Add(1, new KeyValuePair<string, object?>("answer", how));
        var response = context.Response;
        response.Headers.ETag = kept.ETag;
        response.Headers.CacheControl = read.Freshness.CacheControl;
        response.Headers.Vary = Vary;
        response.Headers.Age = ((long)store.AgeOf(kept).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.Headers["Cache-Status"] = $"gateway; {how}";
        if (kept.IsKnownTo(context.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = kept.ContentType;
        response.ContentLength = kept.Body.Length;
        await response.Body.WriteAsync(kept.Body, context.RequestAborted);
    }

    /// <summary>A refusal is the same for all who asked at once, and is kept by nobody.</summary>
    private static async Task PassOnAsync(HttpContext context, ServiceAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = answer.RetryAfter;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}

internal static class PublicReadCaching
{
    public static void AddPublicReadCache(this IServiceCollection services) => services.AddSingleton<ServiceReader>().AddSingleton<AnswerStore>();
}
