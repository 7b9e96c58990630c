using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Cookies are protected with this service's own key, so that every replica reads them and no second key store has to be kept.
/// </summary>
internal sealed class SealedDataProtection(KeyRing keys, string purpose = "cookies") : IDataProtectionProvider, IDataProtector
{
    private readonly Sealer _sealer = new(keys);

    public IDataProtector CreateProtector(string purpose1) => new SealedDataProtection(keys, $"{purpose}/{Convert.ToHexString(Encoding.UTF8.GetBytes(purpose1))}");

    public byte[] Protect(byte[] plaintext) => _sealer.Seal(plaintext, purpose);

    public byte[] Unprotect(byte[] protectedData) => _sealer.Open(protectedData, purpose);
}
