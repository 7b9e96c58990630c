using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Storage;

/// <summary>An entry of an organisation's audit log. Written once: the database refuses to change or remove it.</summary>
internal sealed class AuditEntryRow
{
    public required OrganisationId OrganisationId { get; init; }

    public required long Sequence { get; init; }

    public required string Service { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PersonId? PersonId { get; init; }

    /// <summary>Empty where no role was needed.</summary>
    public required string Role { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public required byte[] Hash { get; init; }

    public static AuditEntryRow Of(AuditEntry entry) => new()
    {
        OrganisationId = entry.Organisation,
        Sequence = entry.Sequence,
        Service = entry.Fact.Service,
        At = entry.Fact.At,
        PersonId = entry.Fact.Person,
        Role = entry.Fact.Role,
        Action = entry.Fact.Action,
        Subject = entry.Fact.Subject,
        Hash = Convert.FromHexString(entry.Hash),
    };

    public AuditEntry ToEntry() => new(OrganisationId, Sequence, new AuditFact(Service, At, PersonId, Role, Action, Subject), Convert.ToHexStringLower(Hash));
}

/// <summary>Where an organisation's audit log ends, sealed.</summary>
internal sealed class AuditHeadRow
{
    public required OrganisationId OrganisationId { get; init; }

    public required long Sequence { get; set; }

    public required byte[] Hash { get; set; }

    /// <summary>Empty once an entry followed on a head whose seal did not hold.</summary>
    public required byte[] Seal { get; set; }

    public AuditHead ToHead() => new(OrganisationId, Sequence, Convert.ToHexStringLower(Hash));
}
