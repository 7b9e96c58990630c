using System.Globalization;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>Stands before the operations that give ballot tokens, and tells those who have to wait their place. Behind the body limit, which has read the body.</summary>
internal sealed class WaitingRoomGate(RequestDelegate next, Doorkeeper doorkeeper)
{
    public const string TicketHeader = "Waiting-Ticket";
    public const string PlaceHeader = "Waiting-Place";

    public async Task InvokeAsync(HttpContext context)
    {
        // Without the sign-in that the operation asks for the service refuses anyway, and a place would be wasted.
        if (QueuedOperations.Find(context) is not { } operation || !(operation.Access.Everyone || context.User.Identity?.IsAuthenticated == true))
        {
            await next(context);
        }
        else if (!QueuedOperations.TryReadSubBudget(context, operation, out var subBudget))
        {
            context.Fail(StatusCodes.Status400BadRequest);
        }
        else if (subBudget is { } id && await AskAsync(context, id) is { HasCome: false } turn)
        {
            Refuse(context, turn);
        }
        else
        {
            await next(context);
        }
    }

    private Task<Turn> AskAsync(HttpContext context, SubBudgetId subBudget) =>
        doorkeeper.AskAsync(subBudget, context.Request.Headers[TicketHeader].ToString(), LineStep.Enter);

    private static void Refuse(HttpContext context, Turn turn)
    {
        context.Response.Headers[TicketHeader] = turn.Ticket;
        context.Response.Headers[PlaceHeader] = turn.Place.ToString(CultureInfo.InvariantCulture);
        context.Fail(
            GeneralErrors.WaitingRoom with { RetryAfterSeconds = turn.RetryAfterSeconds },
            new Dictionary<string, object> { ["ticket"] = turn.Ticket, ["place"] = turn.Place });
    }
}
