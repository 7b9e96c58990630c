using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// Begins a sign-in through a broker and ends it: where <see cref="SignInEnd"/> says, or on a page that says why not. The broker's tokens are read and forgotten; of what
/// went wrong only the kind is logged, for what a broker says of it may be about a person.
/// </summary>
internal sealed class BrokerSignIn(
    IdentitySettings settings, SignInEnd end, EidPages pages, TimeProvider clock, ILogger<BrokerSignIn> logger)
{
    /// <summary>Sends the browser to the broker.</summary>
    public async Task BeginAsync(HttpContext context, Broker broker, WayBack wayBack)
    {
        try
        {
            await context.ChallengeAsync(broker.Scheme, new AuthenticationProperties { RedirectUri = wayBack.Address });
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or OpenIdConnectProtocolException or TaskCanceledException
            && !context.RequestAborted.IsCancellationRequested)
        {
            // The handler asks the broker for its addresses here, and hands over the request; it throws when that fails.
            await FailAsync(context, broker, exception, wayBack);
        }
    }

    /// <summary>The broker's answer holds.</summary>
    public async Task CompleteAsync(TicketReceivedContext context, Broker broker)
    {
        context.HandleResponse();
        var wayBack = new WayBack(context.ReturnUri!);
        if (!Read(context, broker, wayBack).Succeeded(out var answer, out var error))
        {
            logger.LogInformation("A sign-in through {Broker} was refused: {Code}", broker.Name, error.Code);
            await pages.RefuseAsync(context.HttpContext, error, wayBack);
            return;
        }

        context.Response.Redirect(await end.FinishAsync(context.HttpContext, answer.Person, answer.Name, answer.SignIn, wayBack));
    }

    /// <summary>The person said no.</summary>
    public Task CancelAsync(AccessDeniedContext context)
    {
        context.HandleResponse();
        return pages.RefuseAsync(context.HttpContext, EidErrors.Cancelled, WayBack.Of(context.Properties));
    }

    /// <summary>Anything else: no answer, or one that does not hold.</summary>
    public Task FailAsync(RemoteFailureContext context, Broker broker)
    {
        context.HandleResponse();
        return FailAsync(context.HttpContext, broker, context.Failure!, WayBack.Of(context.Properties));
    }

    private Task FailAsync(HttpContext context, Broker broker, Exception failure, WayBack? wayBack)
    {
        var error = BrokerFailures.IsUnavailable(failure) ? EidErrors.Unavailable : EidErrors.AnswerInvalid;
        logger.LogWarning("A sign-in through {Broker} failed: {Code}, {Failure}", broker.Name, error.Code, BrokerFailures.Describe(failure));
        return pages.RefuseAsync(context, error, wayBack);
    }

    private Result<BrokerAnswer> Read(TicketReceivedContext context, Broker broker, WayBack wayBack)
    {
        var today = SwedishDay.Of(clock.GetUtcNow());
        var rule = settings.Trust.RuleOf(wayBack.Organisation);

        // Only where the client has said for which organisation it asks; else any level is a sign-in, and each organisation judges it.
        return BrokerAnswer.Read(context.Principal!, broker, today)
            .Then(answer => wayBack.Organisation is null || rule.Accepts(answer.SignIn) ? Result.Of(answer) : GeneralErrors.LevelTooLow);
    }
}
