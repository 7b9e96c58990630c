using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults.Access;
using Wire = Medborgarbudget.Contracts.Network.V1;

namespace Medborgarbudget.Network.Features;

/// <summary>Applies for membership with the decision of the organisation's board.</summary>
internal sealed class SubmitApplication(OrganisationStore organisations, Caller caller, TimeProvider clock)
{
    public async Task<Result<Application>> Handle(SubmitApplicationRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = SwedishDay.Of(now);
        var fields = new Fields();
        var text = ReadText(fields, request, today);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await organisations.FindFor(caller, request.OrganisationId, cancellationToken)).Succeeded(out var organisation, out var refused))
        {
            return refused;
        }

        return organisation.Apply(today).Succeeded(out var applied, out var cannot)
            ? await organisations.Save(applied, Application.Submit(organisation.Id, text, now), cancellationToken)
            : cannot;
    }

    private static ApplicationText ReadText(Fields fields, SubmitApplicationRequest request, DateOnly today)
    {
        var decision = request.Decision ?? new Wire.BoardDecision();
        return new ApplicationText(
            fields.Text(request.Contact, "contact", 2, 500),
            fields.Text(request.Plan, "plan", 2, 10_000),
            BoardDecision.Read(fields, decision.Body, decision.Date, decision.Paragraph, decision.CaseNumber, today),
            ApplicationText.ReadNames(fields, request.ProjectLeaders, "projectLeaders"),
            ApplicationText.ReadNames(fields, request.ElectedRepresentatives, "electedRepresentatives"));
    }
}
