using System.Security.Cryptography;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Wraps every K under the newest key-encryption key, in the mode migrate. Afterwards the older ones open nothing but backups, and can be
/// taken out of their file.
/// </summary>
internal sealed class KeyRewrap(IdentityDb db, KeyStore keys, KeyErasure erasure, IKeyVault vault, Pseudonyms pseudonyms, Sealer sealer)
{
    /// <summary>Stands where a K is still sealed with the key file, as before there was a vault.</summary>
    public const string SealedByKeyFile = "key-file";

    public const string SealedPurpose = "pseudonym-key";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var outdated = await keys.NotUnderAsync(vault.CurrentKeyId, cancellationToken);
        foreach (var subBudget in outdated)
        {
            await RewrapAsync(subBudget, cancellationToken);
        }

        if (outdated.Count > 0)
        {
            await erasure.RunAsync(cancellationToken);
        }
    }

    private async Task RewrapAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await keys.LockAsync(subBudget, cancellationToken) is not { Wrapped: { } former } row)
        {
            // Destroyed meanwhile.
            return;
        }

        var plain = former.KeyId == SealedByKeyFile
            ? sealer.Open(former.Bytes, SealedPurpose)
            : await pseudonyms.UnwrapAsync(subBudget, former, cancellationToken);
        try
        {
            var wrapped = await pseudonyms.WrapAsync(subBudget, plain, cancellationToken);
            (row.WrappedBytes, row.KeyEncryptionKeyId) = (wrapped.Bytes, wrapped.KeyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        keys.Note(row, KeyStep.Rewrapped, by: null);
        await keys.SaveAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
