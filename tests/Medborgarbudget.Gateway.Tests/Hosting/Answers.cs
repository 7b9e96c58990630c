using System.Text.Json;
using Grpc.Core;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>Reads answers and failures.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>The code of a problem document that is as it must be.</summary>
    public static async Task<string?> ProblemCodeAsync(this HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.JsonAsync();
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("status").GetInt32().ShouldBe((int)answer.StatusCode);
        return problem.GetProperty("code").GetString();
    }

    public static async Task<(StatusCode Status, string Code)> RpcFailureAsync<T>(this AsyncUnaryCall<T> call)
    {
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseAsync);
        return (failure.StatusCode, failure.ToError().Code);
    }
}
