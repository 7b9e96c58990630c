using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Features;

/// <summary>The custody of a pseudonym key as the contract writes it.</summary>
internal static class PseudonymKeyMessages
{
    public static PseudonymKey ToMessage(this PseudonymKeyRow row, IEnumerable<PseudonymKeyLogRow> log, DateTimeOffset now)
    {
        var custody = row.ToCustody();
        var message = new PseudonymKey
        {
            SubBudgetId = row.SubBudgetId.ToString(),
            State = (PseudonymKeyState)custody.StateAt(now),
            CreatedAt = custody.CreatedAt.ToTimestamp(),
            KeyEncryptionKeyId = row.KeyEncryptionKeyId,
            DestructionRequestedBy = custody.Destruction?.RequestedBy.ToString() ?? "",
            DestructionRequestedAt = custody.Destruction?.RequestedAt.ToTimestamp(),
            DestructionRequestExpiresAt = custody.Destruction?.ExpiresAt.ToTimestamp(),
            DestroyedBy = custody.Destruction?.ApprovedBy?.ToString() ?? "",
            DestroyedAt = custody.Destruction?.ApprovedAt?.ToTimestamp(),
        };
        message.Log.AddRange(log.Select(ToMessage));
        return message;
    }

    private static PseudonymKeyEvent ToMessage(PseudonymKeyLogRow row) => new()
    {
        At = row.At.ToTimestamp(),
        Step = (PseudonymKeyStep)row.Step,
        PersonId = row.PersonId?.ToString() ?? "",
        KeyEncryptionKeyId = row.KeyEncryptionKeyId,
    };
}
