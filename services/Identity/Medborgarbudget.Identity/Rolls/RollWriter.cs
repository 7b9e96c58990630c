using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>
/// Writes the entries of a checked text, batch by batch, in the current transaction. Personal numbers are sealed on the way. Of a removal only the hash is written.
/// </summary>
internal sealed class RollWriter(RollReader reader, IRollBulk bulk, Sealer sealer)
{
    public const string KeyPurpose = "roll-key";

    /// <summary>Few enough to be gone before the garbage collector moves them to where it seldom looks.</summary>
    private const int BatchSize = 1_000;

    /// <summary>What an entry's voter is known by: the local key, or the personal number that was sealed here.</summary>
    public static string OpenKey(Sealer sealer, string? localKey, byte[]? sealedKey) => localKey ?? sealer.OpenText(sealedKey, KeyPurpose);

    /// <summary>Throws when there are not as many entries as were found by reading.</summary>
    public async Task WriteAsync(SubBudgetRow subBudget, RollImportRow import, IReadOnlyList<int> parts, int rows, CancellationToken cancellationToken)
    {
        var batch = new List<RollEntryRow>(BatchSize);
        var serial = 0;
        await foreach (var row in reader.RowsAsync(subBudget, import, parts, cancellationToken))
        {
            batch.Add(Entry(import.Id, ++serial, row));
            if (batch.Count == BatchSize)
            {
                await bulk.WriteEntriesAsync(batch, cancellationToken);
                batch.Clear();
            }
        }

        await bulk.WriteEntriesAsync(batch, cancellationToken);
        if (serial != rows)
        {
            throw new InvalidOperationException("The text of the roll changed between two readings.");
        }

        await bulk.AnalyzeAsync(cancellationToken);
    }

    private RollEntryRow Entry(RollImportId import, int serial, CheckedRow row) => row.Row.IsRemoval ? Removal(import, serial, row.KeyHash) : Put(import, serial, row);

    private static RollEntryRow Removal(RollImportId import, int serial, byte[] keyHash) => new()
    {
        ImportId = import,
        Serial = serial,
        KeyHash = keyHash,
        Area = "",
        IsListed = false,
        IsEligible = false,
        Ground = Ground.Outside,
    };

    private RollEntryRow Put(RollImportId import, int serial, CheckedRow row)
    {
        var isLocal = row.Row.KeyType == RollKeyType.Local;
        return new RollEntryRow
        {
            ImportId = import,
            Serial = serial,
            KeyHash = row.KeyHash,
            SealedKey = isLocal ? null : sealer.Seal(row.Row.Key, KeyPurpose),
            LocalKey = isLocal ? row.Row.Key : null,
            Area = row.Row.Area,
            IsEligible = row.Ground.MayVote(),
            Ground = row.Ground,
            NeedsGuardian = row.NeedsGuardian,
        };
    }
}
