using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Seals what is stored with AES-256-GCM (nonce ‖ tag ‖ cipher text) and hashes with keys what must be found again. The purpose is
/// authenticated, so that a sealed value cannot be moved into another column.
/// </summary>
internal sealed class Sealer(KeyRing keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        var value = new byte[NonceBytes + TagBytes + plain.Length];
        plain.CopyTo(value.AsSpan(NonceBytes + TagBytes));
        return SealInPlace(value, purpose);
    }

    public byte[] Seal(string plain, string purpose)
    {
        var value = new byte[NonceBytes + TagBytes + Encoding.UTF8.GetByteCount(plain)];
        Encoding.UTF8.GetBytes(plain, value.AsSpan(NonceBytes + TagBytes));
        return SealInPlace(value, purpose);
    }

    /// <summary>Throws <see cref="CryptographicException"/> when the value was not sealed here for this purpose.</summary>
    public byte[] Open(ReadOnlySpan<byte> value, string purpose)
    {
        var plain = new byte[Math.Max(0, value.Length - NonceBytes - TagBytes)];
        Open(value, plain, purpose);
        return plain;
    }

    /// <summary>As <see cref="Open(ReadOnlySpan{byte}, string)"/>, into the value itself: what is large is in memory once.</summary>
    public ReadOnlyMemory<byte> OpenInPlace(byte[] value, string purpose)
    {
        var plain = value.AsMemory(Math.Min(value.Length, NonceBytes + TagBytes));
        Open(value, plain.Span, purpose);
        return plain;
    }

    public string OpenText(ReadOnlySpan<byte> value, string purpose) => Encoding.UTF8.GetString(Open(value, purpose));

    private byte[] SealInPlace(byte[] value, string purpose)
    {
        var nonce = value.AsSpan(0, NonceBytes);
        var text = value.AsSpan(NonceBytes + TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys.Sealing, TagBytes);
        aes.Encrypt(nonce, text, text, value.AsSpan(NonceBytes, TagBytes), Encoding.ASCII.GetBytes(purpose));
        return value;
    }

    private void Open(ReadOnlySpan<byte> value, Span<byte> plain, string purpose)
    {
        if (value.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Not a sealed value.");
        }

        using var aes = new AesGcm(keys.Sealing, TagBytes);
        aes.Decrypt(
            value[..NonceBytes], value[(NonceBytes + TagBytes)..], value[NonceBytes..(NonceBytes + TagBytes)], plain, Encoding.ASCII.GetBytes(purpose));
    }
}
