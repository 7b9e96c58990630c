using System.Text.Json;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Caching;

/// <summary>Reads sub-budgets of the tiny catalogue.</summary>
internal static class Catalogue
{
    public static string Path(string id) => $"/medborgarbudget/v1/sub-budgets/{id}";

    public static async Task<HttpResponseMessage> ReadAsync(this GatewayHost gateway, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The version that the answer tells.</summary>
    public static async Task<int> VersionAsync(this GatewayHost gateway, string id)
    {
        using var answer = await gateway.ReadAsync(Path(id));
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        return (await answer.JsonAsync()).GetProperty("version").GetInt32();
    }

    /// <summary>Whom the service thought to answer.</summary>
    public static string Marker(JsonElement answer) => answer.GetProperty("editionId").GetString()!;

    public static bool IsFromCache(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Cache-Status", out var status) && status.Single().StartsWith("gateway; hit", StringComparison.Ordinal);

    /// <summary>Waits for what is done behind an answer that has been given.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            tries.ShouldBeLessThan(200);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
