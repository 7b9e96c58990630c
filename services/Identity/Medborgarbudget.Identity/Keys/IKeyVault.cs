namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Encrypts data keys under a key-encryption key that never leaves the vault: a file here, a key management service or an HSM elsewhere.
/// A data key is destroyed by destroying what <see cref="WrapAsync"/> gave; the vault keeps nothing of it.
/// </summary>
internal interface IKeyVault
{
    /// <summary>Name, version and fingerprint of the key that wraps from now on.</summary>
    string CurrentKeyId { get; }

    /// <summary>The vault can open what was wrapped under the key.</summary>
    ValueTask<bool> HoldsAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>Encrypts a data key under the current key. What it is for is authenticated with it.</summary>
    ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string purpose, CancellationToken cancellationToken);

    /// <summary>
    /// The data key; the caller clears it after use. Throws <see cref="KeyVaultException"/> when it was wrapped under a key that is not
    /// here, or not for this purpose.
    /// </summary>
    ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, string purpose, CancellationToken cancellationToken);
}

/// <summary>A data key as it is stored, and which key encrypts it.</summary>
internal sealed record WrappedKey(string KeyId, byte[] Bytes)
{
    public override string ToString() => $"(wrapped under {KeyId})";
}

/// <summary>A data key that cannot be opened. Says which key-encryption key was asked for, nothing else.</summary>
public sealed class KeyVaultException(string message) : Exception(message);
