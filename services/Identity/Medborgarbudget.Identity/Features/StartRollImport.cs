using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Opens an import for the parts of a roll extract, or of changes to the roll as it is now.</summary>
internal sealed class StartRollImport(IdentityDb db, RollStore rolls, AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task<Result<RollImport>> Handle(StartRollImportRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        var extractDate = fields.Date(request.ExtractDate, "extractDate");

        // A day's grace: the extract's date is a Swedish one.
        fields.Check(extractDate <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(1), "extractDate", "lies in the future");
        fields.Mapping(request.Mapping, request.Changes);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!caller.MayActIn(subBudget.OrganisationId, subBudget.Id))
        {
            return GeneralErrors.Forbidden;
        }

        if (!subBudget.Window.TakesRoll)
        {
            return IdentityErrors.RollClosed;
        }

        var head = request.Changes ? await rolls.FindHeadAsync(id, cancellationToken) : null;
        if (request.Changes && head?.LastImportId is null)
        {
            return IdentityErrors.RollMissing;
        }

        var import = new RollImportRow
        {
            Id = Id.New<RollImportId>(now),
            SubBudgetId = id,
            ExtractDate = extractDate,
            Mapping = request.Mapping is null ? null : JsonFormatter.Default.Format(request.Mapping),
            ChangesTo = head?.LastImportId,
            StartedBy = caller.Person!.Value,
            StartedAt = now,
            State = Storage.RollImportState.Open,
        };
        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await rolls.AddImportAsync(import, cancellationToken);
        await trail.NoteAsync(subBudget, import.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return import.ToMessage(parts: 0);
    }
}
