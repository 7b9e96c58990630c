using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>Lets middleware fail a request with an error; the problem writer gives the answer its body.</summary>
public static class HttpFailures
{
    public static void Fail(this HttpContext context, Error error)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(error);
        context.Items[ProblemWriter.ErrorItem] = error;
        context.Response.StatusCode = ErrorStatus.Http(error.Kind);
    }

    /// <summary>Fails the request with an error whose problem document has members of its own.</summary>
    public static void Fail(this HttpContext context, Error error, IReadOnlyDictionary<string, object> members)
    {
        context.Fail(error);
        context.Items[Problem.MembersItem] = members;
    }

    /// <summary>Fails the request with what a bare HTTP status stands for, whatever it had failed with before.</summary>
    public static void Fail(this HttpContext context, int status)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Items.Remove(ProblemWriter.ErrorItem);
        context.Response.StatusCode = status;
    }

    /// <summary>The error that the request was failed with, else the one that its bare status stands for.</summary>
    public static Error Failure(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[ProblemWriter.ErrorItem] as Error ?? ErrorStatus.OfHttp(context.Response.StatusCode);
    }
}
