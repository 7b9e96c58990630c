using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Web.Ballots;

/// <summary>A cookie for this site alone: no script reads it and no other site's request brings it.</summary>
internal sealed class HostCookie(string name)
{
    private readonly string _name = $"__Host-{name}";

    /// <summary>Empty when there is none.</summary>
    public string Read(HttpContext context) => context.Request.Cookies[_name] ?? "";

    /// <summary>What was encrypted as JSON; null when there is none, or it is too old, of an earlier process, or tampered with: as if it were not there.</summary>
    public T? Read<T>(HttpContext context, IDataProtector protector)
        where T : class
    {
        if (Read(context) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(text));
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

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
