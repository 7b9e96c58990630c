using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Shows the audit log page by page. That it was read, and what of it, stands in the log too.</summary>
internal sealed class ListAuditEntries(IdentityDb db, AuditStore log, AuditTrail trail, Caller caller)
{
    public async Task<Result<ListAuditEntriesResponse>> Handle(ListAuditEntriesRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!caller.MayActIn(organisation))
        {
            return GeneralErrors.Forbidden;
        }

        var found = await log.ListAsync(organisation, page, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await trail.NoteAsync(organisation, Range(found.Rows), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var response = new ListAuditEntriesResponse { NextPageToken = found.NextToken };
        response.Entries.AddRange(found.Rows.Select(AuditMessages.ToMessage));
        return response;
    }

    private static string Range(IReadOnlyList<Identity.AuditEntry> rows) => rows.Count == 0
        ? "no entries"
        : string.Create(CultureInfo.InvariantCulture, $"entries {rows[0].Sequence} to {rows[^1].Sequence}");
}
