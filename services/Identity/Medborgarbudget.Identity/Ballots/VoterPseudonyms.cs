using Google.Protobuf;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>Computes the pseudonyms of entries of a roll, of all for each page: the memory is that of two pages, however long the roll.</summary>
internal sealed class VoterPseudonyms(Pseudonyms pseudonyms, Sealer sealer)
{
    /// <summary>The page of them, 16 bytes each, joined.</summary>
    public async Task<ByteString> PageAsync(
        SubBudgetId subBudget, WrappedKey wrapped, IAsyncEnumerable<EntryKey> entries, PseudonymPage page, CancellationToken cancellationToken)
    {
        using var key = await pseudonyms.OpenAsync(subBudget, wrapped, cancellationToken);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            page.Offer(key.Of(RollWriter.OpenKey(sealer, entry.LocalKey, entry.SealedKey)));
        }

        return page.Take();
    }
}
