using Grpc.Core;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Screenings.Tests.Hosts;

/// <summary>The code with which a call is refused.</summary>
internal static class Refusals
{
    public static async Task ShouldBeRefusedWith<TResponse>(this AsyncUnaryCall<TResponse> call, string code)
    {
        var refusal = await Should.ThrowAsync<RpcException>(call.ResponseAsync);
        refusal.ToError().Code.ShouldBe(code);
    }
}
