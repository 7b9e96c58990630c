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
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys.Sealing, TagBytes);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes), Encoding.ASCII.GetBytes(purpose));
        return result;
    }

    public byte[] Seal(string plain, string purpose) => Seal(Encoding.UTF8.GetBytes(plain), purpose);

    /// <summary>Throws <see cref="CryptographicException"/> when the value was not sealed here for this purpose.</summary>
    public byte[] Open(ReadOnlySpan<byte> value, string purpose)
    {
        if (value.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Not a sealed value.");
        }

        var plain = new byte[value.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(keys.Sealing, TagBytes);
        aes.Decrypt(
            value[..NonceBytes], value[(NonceBytes + TagBytes)..], value[NonceBytes..(NonceBytes + TagBytes)], plain, Encoding.ASCII.GetBytes(purpose));
        return plain;
    }

    public string OpenText(ReadOnlySpan<byte> value, string purpose) => Encoding.UTF8.GetString(Open(value, purpose));
}
