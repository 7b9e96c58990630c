using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Medborgarbudget.Identity.Features;

/// <summary>An entry of an audit log as the contract writes it.</summary>
internal static class AuditMessages
{
    public static Contracts.Identity.V1.AuditEntry ToMessage(this AuditEntry entry) => new()
    {
        Sequence = entry.Sequence,
        At = entry.Fact.At.ToTimestamp(),
        Service = entry.Fact.Service,
        PersonId = entry.Fact.Person?.ToString() ?? "",
        Role = System.Enum.TryParse<Contracts.Access.V1.Role>(entry.Fact.Role, out var role) ? role : default,
        Action = entry.Fact.Action,
        Subject = entry.Fact.Subject,
        Hash = ByteString.CopyFrom(Convert.FromHexString(entry.Hash)),
    };
}
