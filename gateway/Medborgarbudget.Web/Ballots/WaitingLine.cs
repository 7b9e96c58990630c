using System.Globalization;
using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Lets a voter on to identify when it is the voter's turn, and shows the place in the line till then. The page asks again by itself.</summary>
internal sealed class WaitingLine(ApiClient api, BallotCookie ballots, Visit visit, TimeProvider clock)
{
    private string? _ticket;

    /// <summary>The ticket to show where the ballot token is asked for.</summary>
    public string TicketOf(HttpContext context) => _ticket ?? WaitingCookie.Read(context);

    /// <summary>Null when the voter may go on.</summary>
    /// <param name="path">Where to, below the sub-budget.</param>
    public async Task<IResult?> PassAsync(HttpContext context, OpenBallot ballot, CarriedBallot carried, string path, CancellationToken cancellationToken)
    {
        var body = new TakeWaitingTicketRequest { SubBudgetId = ballot.Place.Id, Ticket = WaitingCookie.Read(context) };
        var answer = await api.PostAsync<WaitingTicket>($"sub-budgets/{ballot.Place.Id}/waiting-tickets", body, cancellationToken);

        // A line that cannot be asked holds nobody up.
        if (answer.Value is not { } ticket || (ticket.Admitted && ticket.Ticket.Length == 0))
        {
            WaitingCookie.Erase(context);
            return null;
        }

        if (ticket.Admitted)
        {
            _ticket = ticket.Ticket;
            WaitingCookie.Write(context, ticket.Ticket, clock);
            return null;
        }

        return Show(context, ballot, carried, new WaitingModel(ballot.Place, path, ticket.Ticket, ticket.Place, ticket.RetryAfterSeconds));
    }

    /// <summary>The line has been opened since the voter came past it.</summary>
    public IResult Show(HttpContext context, OpenBallot ballot, CarriedBallot carried, string path, Problem problem) =>
        Show(context, ballot, carried, new WaitingModel(ballot.Place, path, problem.Ticket, problem.Place, problem.RetryAfterSeconds ?? 5));

    private RazorComponentResult<WaitingPage> Show(HttpContext context, OpenBallot ballot, CarriedBallot carried, WaitingModel model)
    {
        WaitingCookie.Write(context, model.Ticket, clock);

        // However long the line is: the choices live as long as somebody waits with them.
        ballots.Write(context, carried);
        var seconds = model.Seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Refresh"] = $"{seconds}; url={visit.Link(ballot.Place.At(model.Path))}";
        context.Response.Headers.RetryAfter = seconds;
        return Page.Of<WaitingPage>(model, StatusCodes.Status429TooManyRequests);
    }
}

/// <param name="Path">Where the voter wants to go, below the sub-budget.</param>
/// <param name="Number">Place in the line, 1 = next.</param>
public sealed record WaitingModel(SubBudgets.Place Place, string Path, string Ticket, long Number, int Seconds);
