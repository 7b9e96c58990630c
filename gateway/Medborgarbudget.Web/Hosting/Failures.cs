using System.Diagnostics;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;

namespace Medborgarbudget.Web.Hosting;

/// <summary>Gives a page to whatever failed: what happened, what is saved, what to do, and the trace id to mention when asking.</summary>
internal sealed class Failures(RequestDelegate next, ILogger<Failures> logger)
{
    public async Task InvokeAsync(HttpContext context, Visit visit)
    {
        var problem = await Run(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (problem is { Status: StatusCodes.Status401Unauthorized } && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect(visit.Link(SignInPages.AddressFor(visit.Link(visit.Path + context.Request.QueryString))));
            return;
        }

        if (problem is null && IsBareFailure(context.Response))
        {
            problem = new Problem(context.Response.StatusCode, "", null, TraceOf(context));
        }

        if (problem is not null)
        {
            await Show(context, problem);
        }
    }

    private async Task<Problem?> Run(HttpContext context)
    {
        try
        {
            await next(context);
            return null;
        }
        catch (ApiFailureException failure)
        {
            return failure.Problem;
        }
        catch (BadHttpRequestException exception)
        {
            return new Problem(exception.StatusCode, "", null, TraceOf(context));
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.LogError(exception, "{Method} {Endpoint} failed", context.Request.Method, context.GetEndpoint()?.DisplayName);
            return new Problem(StatusCodes.Status500InternalServerError, "", null, TraceOf(context));
        }
    }

    private static Task Show(HttpContext context, Problem problem)
    {
        if (problem.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Page.Of<ErrorPage>(problem, problem.Status).ExecuteAsync(context);
    }

    private static bool IsBareFailure(HttpResponse response) => response.StatusCode >= 400 && response.ContentType is null;

    private static string TraceOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
