using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Authentication;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// Ends a sign-in through a broker: with a session, or on a page that says why not. The broker's tokens are read and forgotten; of what
/// went wrong only the kind is logged, for what a broker says of it may be about a person.
/// </summary>
internal sealed class BrokerSignIn(
    IdentitySettings settings, PersonStore persons, EidPages pages, TimeProvider clock, ILogger<BrokerSignIn> logger)
{
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

        var person = await persons.FindOrAddAsync(answer.Person, answer.Name, context.HttpContext.RequestAborted);
        await Session.StartAsync(context.HttpContext, person, answer.SignIn);
        context.Response.Redirect(wayBack.Address);
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

    /// <summary>Tells that the broker could not be asked.</summary>
    public Task FailAsync(HttpContext context, Broker broker, Exception failure, WayBack? wayBack)
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
