namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// GET /eid, where a person chooses among several e-IDs, and GET /eid/{name}, which sends her to one. The broker's answer comes to
/// /eid/{name}/callback, where the authentication scheme takes it; from a sign-out there she comes back to /eid/{name}/signed-out.
/// </summary>
internal static class EidEndpoints
{
    public const string Path = "/eid";

    private const string ReturnUrl = "returnUrl";

    public static void MapBrokers(this WebApplication app)
    {
        BallotEndpoint.Map(app);
        app.MapGet(Path, Choose);
        app.MapGet(EidPages.StylePath, () => Results.Text(EidPages.Style, "text/css; charset=utf-8"));
        app.MapGet(Path + "/{name}", StartAsync);
        app.MapGet(Path + "/{name}/signed-out", (BrokerSignOut signOut, string? state) => Results.Redirect(signOut.WayBack(state) ?? "/"));
    }

    /// <summary>The page with the choice.</summary>
    public static string AddressFor(WayBack wayBack) => Path + QueryString.Create(ReturnUrl, wayBack.Address);

    /// <summary>Where the sign-in through one broker begins.</summary>
    public static string AddressFor(Broker broker, WayBack wayBack) => $"{Path}/{broker.Name}{QueryString.Create(ReturnUrl, wayBack.Address)}";

    private static async Task Choose(HttpContext context, IdentitySettings settings, EidPages pages, string? returnUrl)
    {
        if (WayBack.Read(returnUrl) is { } wayBack)
        {
            await pages.ChooseAsync(context, EidChoices.For(wayBack, settings));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private static async Task StartAsync(
        HttpContext context, IdentitySettings settings, EidPages pages, BrokerSignIn signIn, string name, string? returnUrl)
    {
        if (WayBack.Read(returnUrl) is not { } wayBack)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (settings.Trust.Find(name) is not { } broker)
        {
            await pages.RefuseAsync(context, EidErrors.Unknown, wayBack);
            return;
        }

        await signIn.BeginAsync(context, broker, wayBack);
    }
}
