using System.Text.Json;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Inbox;

/// <summary>Delivers dead letters again, once their cause is mended.</summary>
internal sealed class DeadLetters(ServiceDb db, ConsumerDispatcher dispatcher)
{
    /// <summary>Takes every dead letter of the service up again; returns how many. One that fails anew comes back as a dead letter.</summary>
    public async Task<int> DeliverAgainAsync(CancellationToken cancellationToken)
    {
        var letters = await db.DeadLetters.OrderBy(letter => letter.Id).ToListAsync(cancellationToken);
        foreach (var letter in letters)
        {
            await db.Inbox.Where(row => row.MessageId == letter.MessageId && row.Consumer == letter.Consumer).ExecuteDeleteAsync(cancellationToken);
            await dispatcher.DeliverAsync(JsonSerializer.Deserialize<EventEnvelope>(letter.Envelope, EventJson.Options)!, cancellationToken);
            db.DeadLetters.Remove(letter);
            await db.SaveChangesAsync(cancellationToken);
        }

        return letters.Count;
    }
}
