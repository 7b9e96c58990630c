using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Writes the official report (tjänsteskrivelse) of the case.</summary>
internal sealed class WriteReport(CaseStore cases, Caller caller)
{
    public async Task<Result<Case>> Handle(WriteReportRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var report = fields.Text(request.Report, "report", 1, 50_000);
        if (fields.Error is { } error)
        {
            return error;
        }

        var own = await cases.FindFor(caller, request.CaseId, cancellationToken);
        return own.Then(opened => opened.WriteReport(report)).Succeeded(out var reported, out var refused)
            ? await cases.Save(reported, cancellationToken)
            : refused;
    }
}
