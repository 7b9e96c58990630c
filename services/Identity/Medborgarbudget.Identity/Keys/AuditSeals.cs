using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Seals the heads of the audit logs with a key that is not in the database. Without it whoever can write there could change an entry and
/// compute the chain anew.
/// </summary>
internal sealed class AuditSeals(KeyRing keys)
{
    public byte[] Of(AuditHead head) => HMACSHA256.HashData(keys.Audit, Encoding.ASCII.GetBytes($"{head.Organisation}|{head.Sequence}|{head.Hash}"));

    public bool Holds(AuditHead head, byte[] seal) => CryptographicOperations.FixedTimeEquals(Of(head), seal);
}
