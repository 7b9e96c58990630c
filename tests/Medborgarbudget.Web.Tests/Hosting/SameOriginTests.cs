using Medborgarbudget.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Medborgarbudget.Web.Tests.Hosting;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("same-origin", "", StatusCodes.Status200OK)]
    [InlineData("cross-site", "", StatusCodes.Status403Forbidden)]
    [InlineData("same-site", "https://web.example", StatusCodes.Status403Forbidden)]
    [InlineData("", "https://web.example", StatusCodes.Status200OK)]
    [InlineData("", "https://elsewhere.example", StatusCodes.Status403Forbidden)]
    [InlineData("", "null", StatusCodes.Status403Forbidden)]
    [InlineData("", "", StatusCodes.Status200OK)]
    public async Task A_form_is_taken_only_from_here(string site, string origin, int status)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.Host = new HostString("web.example");
        context.Request.Headers["Sec-Fetch-Site"] = site;
        context.Request.Headers.Origin = origin;

        await new SameOrigin(_ => Task.CompletedTask).InvokeAsync(context);

        context.Response.StatusCode.ShouldBe(status);
    }
}
