using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// GET /connect/ballot (<see cref="BallotRequest"/>): sends a voter to the e-ID, and from there to the web frontend with a code for a ballot token, which
/// RedeemBallotIdentification gives. Always through the e-ID, session or not: at a shared device the one before must not be identified again.
/// </summary>
internal sealed class BallotEndpoint(IdentitySettings settings, EidPages pages, BrokerSignIn signIn, ErrorTexts texts)
{
    public static void Map(WebApplication app) =>
        app.MapGet(BallotRequest.Path, (HttpContext context, BallotEndpoint endpoint) => endpoint.BeginAsync(context));

    /// <summary>Where the web frontend takes the code. It is not the request's to name.</summary>
    public static Uri ReturnAddress(Uri web) => new(web, "legitimerad");

    private Task BeginAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (settings.Web is null || WayBack.Read(BallotRequest.Path + context.Request.QueryString.Value) is not { } wayBack)
        {
            return Problem.WriteAsync(context, Error.Invalid([new FieldFault("query", "is not a request for a ballot")]), texts);
        }

        switch (EidChoices.For(wayBack, settings))
        {
            case [{ Broker: { } broker }]:
                return signIn.BeginAsync(context, broker, wayBack);
            case [var only]:
                context.Response.Redirect(only.Address);
                return Task.CompletedTask;
            case var choices:
                return pages.ChooseAsync(context, choices);
        }
    }
}
