using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Reads the whole log and tells the first fault. That it was done stands in the log too, after what was read.</summary>
internal sealed class VerifyAuditLog(IdentityDb db, AuditStore log, AuditTrail trail, Caller caller)
{
    private const int HashBytes = 32;

    public async Task<Result<AuditVerification>> Handle(VerifyAuditLogRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var known = ReadKnown(fields, organisation, request);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!caller.MayActIn(organisation))
        {
            return GeneralErrors.Forbidden;
        }

        var answer = await CheckAsync(organisation, known, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await trail.NoteAsync(organisation, organisation.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return answer;
    }

    private async Task<AuditVerification> CheckAsync(OrganisationId organisation, AuditHead? known, CancellationToken cancellationToken)
    {
        // In this order: what is appended meanwhile only moves the head further on.
        var last = await log.LastSequenceAsync(organisation, cancellationToken);
        var (head, isOurs) = await log.FindHeadAsync(organisation, cancellationToken);
        var check = new AuditCheck(head, known);
        await foreach (var row in log.UntilAsync(organisation, Math.Max(last, head.Sequence)).WithCancellation(cancellationToken))
        {
            check.Read(row.ToEntry());
        }

        check.End(isOurs);
        return new AuditVerification
        {
            Fault = (Contracts.Identity.V1.AuditFault)check.Fault,
            FaultAt = check.FaultAt,
            HeadSequence = head.Sequence,
            HeadHash = ByteString.CopyFrom(Convert.FromHexString(head.Hash)),
        };
    }

    private static AuditHead? ReadKnown(Fields fields, OrganisationId organisation, VerifyAuditLogRequest request)
    {
        if (request.KnownSequence == 0 && request.KnownHash.IsEmpty)
        {
            return null;
        }

        fields.Check(request.KnownSequence > 0, "knownSequence", "is not the number of an entry");
        fields.Check(request.KnownHash.Length == HashBytes, "knownHash", "is not a hash");
        return new AuditHead(organisation, request.KnownSequence, Convert.ToHexStringLower(request.KnownHash.Span));
    }
}
