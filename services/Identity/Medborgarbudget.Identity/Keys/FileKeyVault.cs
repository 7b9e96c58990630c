using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Key-encryption keys in a file; data keys under AES-256-GCM (nonce ‖ tag ‖ cipher text). A key that a replica does not know is looked
/// for in the file again: another may have been the first to read it.
/// </summary>
internal sealed class FileKeyVault(string path, TimeProvider clock) : IKeyVault
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private volatile Opened _keys = Opened.Of(KeyEncryptionKeys.LoadOrCreate(path, clock));

    public string CurrentKeyId => _keys.CurrentId;

    public ValueTask<bool> HoldsAsync(string keyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(keyId) is not null);
    }

    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string purpose, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var keys = _keys;
        var bytes = new byte[NonceBytes + TagBytes + dataKey.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(keys.ById[keys.CurrentId], TagBytes);
        aes.Encrypt(
            bytes.AsSpan(0, NonceBytes), dataKey.Span, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), Bound(keys.CurrentId, purpose));
        return ValueTask.FromResult(new WrappedKey(keys.CurrentId, bytes));
    }

    public ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, string purpose, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var secret = Find(wrapped.KeyId) ?? throw new KeyVaultException($"The key-encryption key {wrapped.KeyId} is missing.");
        return ValueTask.FromResult(Decrypt(secret, wrapped, purpose));
    }

    private static byte[] Decrypt(byte[] secret, WrappedKey wrapped, string purpose)
    {
        try
        {
            var plain = new byte[wrapped.Bytes.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(secret, TagBytes);
            aes.Decrypt(
                wrapped.Bytes.AsSpan(0, NonceBytes),
                wrapped.Bytes.AsSpan(NonceBytes + TagBytes),
                wrapped.Bytes.AsSpan(NonceBytes, TagBytes),
                plain,
                Bound(wrapped.KeyId, purpose));
            return plain;
        }
        catch (Exception exception) when (exception is CryptographicException or OverflowException)
        {
            throw new KeyVaultException($"A key wrapped under {wrapped.KeyId} is damaged, or was wrapped for something else.");
        }
    }

    private byte[]? Find(string keyId)
    {
        if (!_keys.ById.ContainsKey(keyId))
        {
            _keys = Opened.Of(KeyEncryptionKeys.Load(path));
        }

        return _keys.ById.GetValueOrDefault(keyId);
    }

    private static byte[] Bound(string keyId, string purpose) => Encoding.UTF8.GetBytes($"{keyId}|{purpose}");

    private sealed record Opened(string CurrentId, Dictionary<string, byte[]> ById)
    {
        public static Opened Of(KeyEncryptionKeys file) =>
            new(file.Keys[0].IdIn(file.Name), file.Keys.ToDictionary(key => key.IdIn(file.Name), key => key.Bytes()));

        public override string ToString() => "(key-encryption keys)";
    }
}
