using Medborgarbudget.Web.Layout;

namespace Medborgarbudget.Web.About;

/// <summary>Pages about the web itself.</summary>
internal static class AboutPages
{
    public static void MapAbout(this IEndpointRouteBuilder app) =>
        app.MapGet("/tillganglighet", () => Page.Of<AccessibilityPage>(""));
}
