using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>What somebody has done: who, as what, what, to what. Never a personal number, never a choice.</summary>
/// <param name="Service">The service where it was done, as in its address: <c>identity</c>.</param>
/// <param name="At">When. Kept to the microsecond, the precision of the databases.</param>
/// <param name="Person">Null where no person was signed in.</param>
/// <param name="Role">Name of the role that gave the right; empty where none was needed.</param>
/// <param name="Action">Name of the rpc.</param>
/// <param name="Subject">Id of the object, or what of it was read.</param>
public sealed record AuditFact(string Service, DateTimeOffset At, PersonId? Person, string Role, string Action, string Subject);

/// <summary>One line of an organisation's audit log. Its hash covers its content and the hash of the line before.</summary>
/// <param name="Sequence">1, 2, 3 … in the organisation, without holes.</param>
/// <param name="Hash">32 bytes, as hexadecimal digits.</param>
public sealed record AuditEntry(OrganisationId Organisation, long Sequence, AuditFact Fact, string Hash);

/// <summary>Where an organisation's log ends: the number and the hash of its last entry. Who knows it knows whether anything before was changed.</summary>
public sealed record AuditHead(OrganisationId Organisation, long Sequence, string Hash)
{
    /// <summary>The head of a log without entries.</summary>
    public static AuditHead Empty(OrganisationId organisation) => new(organisation, 0, Convert.ToHexStringLower(new byte[SHA256.HashSizeInBytes]));
}

/// <summary>The hash chain of an organisation's audit log (docs/decisions/0012).</summary>
public static class AuditChain
{
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("mb1-audit");

    /// <summary>The entry that follows on a head.</summary>
    public static AuditEntry After(AuditHead head, AuditFact fact)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(fact);
        var kept = fact with { At = fact.At.AddTicks(-(fact.At.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime() };
        var sequence = head.Sequence + 1;
        return new AuditEntry(head.Organisation, sequence, kept, HashOf(head.Hash, head.Organisation, sequence, kept));
    }

    /// <summary>The head once the entry is its last.</summary>
    public static AuditHead HeadAt(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new AuditHead(entry.Organisation, entry.Sequence, entry.Hash);
    }

    /// <summary>
    /// SHA-256 over the hash before and the content: <c>mb1-audit</c>, hash before (32 bytes), organisation (16), sequence (8), time in microseconds
    /// since 1970 (8), person (16, zeros = nobody), then service, role, action and subject, each as its length in bytes (4) and UTF-8. Numbers and
    /// UUIDs are big-endian.
    /// </summary>
    private static string HashOf(string before, OrganisationId organisation, long sequence, AuditFact fact)
    {
        using var content = new MemoryStream();
        content.Write(Purpose);
        content.Write(Convert.FromHexString(before));
        content.Write(organisation.Value.ToByteArray(bigEndian: true));
        WriteLong(content, sequence);
        WriteLong(content, (fact.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        content.Write((fact.Person?.Value ?? Guid.Empty).ToByteArray(bigEndian: true));
        WriteText(content, fact.Service);
        WriteText(content, fact.Role);
        WriteText(content, fact.Action);
        WriteText(content, fact.Subject);
        return Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    private static void WriteLong(MemoryStream content, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        content.Write(bytes);
    }

    private static void WriteText(MemoryStream content, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        content.Write(length);
        content.Write(bytes);
    }
}
