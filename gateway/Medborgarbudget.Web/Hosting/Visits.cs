using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Medborgarbudget.Web.Hosting;

/// <summary>
/// Reads the language from the address (Swedish has none in front) and takes it off, so that every page is mapped once.
/// </summary>
internal sealed class LanguageInAddress(RequestDelegate next)
{
    private static readonly CultureInfo SwedishCulture = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo EnglishCulture = CultureInfo.GetCultureInfo("en-GB");

    public Task InvokeAsync(HttpContext context, Visit visit)
    {
        if (context.Request.Path.StartsWithSegments("/" + Visit.English, out var rest))
        {
            visit.Language = Visit.English;
            context.Request.Path = rest.HasValue ? rest : "/";
        }

        visit.Path = context.Request.Path.Value ?? "/";
        var culture = visit.Language == Visit.English ? EnglishCulture : SwedishCulture;
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        return next(context);
    }
}

/// <summary>Fills the visit with the signed-in person. After authentication, which has renewed the access token where needed.</summary>
internal sealed class PersonOfVisit(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, Visit visit)
    {
        if (context.User.Identity is { IsAuthenticated: true } identity)
        {
            visit.Name = identity.Name ?? "";
            visit.AccessToken = await context.GetTokenAsync("access_token");
        }

        await next(context);
    }
}
