namespace Medborgarbudget.Web.Ballots;

/// <summary>Keeps a voter's place in the line, in the voter's own browser, while there is a line. The ticket names nobody.</summary>
internal static class WaitingCookie
{
    private const string Name = "__Host-ko";

    public static string Read(HttpContext context) => context.Request.Cookies[Name] ?? "";

    public static void Write(HttpContext context, string ticket, TimeProvider clock) =>
        context.Response.Cookies.Append(Name, ticket, Options(clock.GetUtcNow().AddMinutes(10)));

    public static void Erase(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Name))
        {
            context.Response.Cookies.Delete(Name, Options(null));
        }
    }

    private static CookieOptions Options(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
    };
}
