using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Inbox;

/// <summary>Delivers dead letters again, once their cause is mended.</summary>
internal sealed class DeadLetters(ServiceDb db, ConsumerDispatcher dispatcher)
{
    /// <summary>Takes every dead letter of the service up again, oldest first. One that fails anew stays, with the new reason.</summary>
    public async Task<(int Delivered, int Left)> DeliverAgainAsync(CancellationToken cancellationToken)
    {
        var handled = 0;
        var letters = await db.DeadLetters.AsNoTracking().OrderBy(letter => letter.Id).ToListAsync(cancellationToken);
        foreach (var letter in letters)
        {
            if (await dispatcher.TakeUpAsync(letter, cancellationToken))
            {
                handled++;
            }
        }

        return (handled, letters.Count - handled);
    }
}
