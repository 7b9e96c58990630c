namespace Medborgarbudget.Web.Ballots;

/// <summary>Keeps a voter's place in the line, in the voter's own browser, while there is a line. The ticket names nobody.</summary>
internal static class WaitingCookie
{
    private static readonly HostCookie Cookie = new("ko");

    public static string Read(HttpContext context) => Cookie.Read(context);

    public static void Write(HttpContext context, string ticket, TimeProvider clock) => Cookie.Write(context, ticket, clock.GetUtcNow().AddMinutes(10));

    public static void Erase(HttpContext context) => Cookie.Erase(context);
}
