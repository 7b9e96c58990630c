namespace Medborgarbudget.Web.Ballots;

/// <summary>A cookie for this site alone: no script reads it and no other site's request brings it.</summary>
internal sealed class HostCookie(string name)
{
    private readonly string _name = $"__Host-{name}";

    /// <summary>Empty when there is none.</summary>
    public string Read(HttpContext context) => context.Request.Cookies[_name] ?? "";

    public void Write(HttpContext context, string text, DateTimeOffset expires) =>
        context.Response.Cookies.Append(_name, text, Options(expires));

    public void Erase(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(_name))
        {
            context.Response.Cookies.Delete(_name, Options(null));
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
