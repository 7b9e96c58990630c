using Medborgarbudget.Kernel;
using StackExchange.Redis;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>Says whose turn it is. Should the lines not be reachable, everybody is let in: they protect the vote, they do not guard it.</summary>
internal sealed class Doorkeeper(IWaitingLines lines, TicketSeal seal, TimeProvider clock, ILogger<Doorkeeper> logger)
{
    private const int LongestWait = 30;

    public async Task<Turn> AskAsync(SubBudgetId subBudget, string? ticket, LineStep step)
    {
        var held = seal.Read(ticket, subBudget);
        if (held is { IsAdmitted: true })
        {
            return new Turn(ticket!, 0, 0);
        }

        Standing standing;
        try
        {
            standing = await lines.StepAsync(subBudget, step, held?.Number ?? 0);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogWarning(exception, "The waiting lines cannot be reached");
            return Turn.Now;
        }

        if (!standing.IsOpen)
        {
            return Turn.Now;
        }

        var seconds = standing.IsLetIn ? 0 : (int)Math.Clamp((standing.Place / standing.Rate) + 1, 1, LongestWait);
        return new Turn(seal.Write(new Ticket(subBudget, standing.Number, clock.GetUtcNow(), standing.IsLetIn)), standing.Place, seconds);
    }
}

/// <summary>What somebody who wants in is told.</summary>
/// <param name="Ticket">Empty where none is needed.</param>
/// <param name="Place">1 = next; 0 = may come in.</param>
internal readonly record struct Turn(string Ticket, long Place, int RetryAfterSeconds)
{
    public static readonly Turn Now = new("", 0, 0);

    public bool HasCome => Place == 0;
}
