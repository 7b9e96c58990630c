using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Medborgarbudget.Web.Layout;

/// <summary>Answers with a page.</summary>
internal static class Page
{
    public static RazorComponentResult<TPage> Of<TPage>(object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new(new Dictionary<string, object?> { ["Model"] = model })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    public static IResult Missing() => Results.StatusCode(StatusCodes.Status404NotFound);
}
