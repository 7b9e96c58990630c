using Grpc.Core;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Tests;

/// <summary>Reads what a refused call says.</summary>
internal static class Failures
{
    /// <summary>The error's code; empty when the call succeeded.</summary>
    public static async Task<string> CodeOf<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (RpcException exception)
        {
            return exception.ToError().Code;
        }
    }
}
