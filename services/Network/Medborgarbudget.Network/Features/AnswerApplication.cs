using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Network.Features;

/// <summary>Ends an open application: admitted or declined by the network's leader, or taken back by the organisation.</summary>
internal sealed class AnswerApplication(OrganisationStore organisations, Caller caller, TimeProvider clock)
{
    public async Task<Result<Application>> Handle(AdmitApplicationRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var cohort = fields.Text(request.Cohort, "cohort", 1, 100);
        if (fields.Error is { } error)
        {
            return error;
        }

        var found = await Find(request.ApplicationId, cancellationToken);
        var today = SwedishDay.Of(clock.GetUtcNow());
        return await Save(found.Then(application => application.Admit()), organisation => organisation.Admit(cohort, today), cancellationToken);
    }

    public async Task<Result<Application>> Handle(DeclineApplicationRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var reason = fields.Text(request.Reason, "reason", 2, 2000);
        if (fields.Error is { } error)
        {
            return error;
        }

        var found = await Find(request.ApplicationId, cancellationToken);
        return await Save(found.Then(application => application.Decline(reason)), organisation => organisation.Decline(), cancellationToken);
    }

    public async Task<Result<Application>> Handle(WithdrawApplicationRequest request, CancellationToken cancellationToken)
    {
        var found = await Find(request.ApplicationId, cancellationToken);
        return await Save(found.Then(application => application.Withdraw()), organisation => organisation.Withdraw(), cancellationToken);
    }

    private async Task<Result<Application>> Find(string id, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<ApplicationId>(id, out var applicationId))
        {
            return NetworkErrors.ApplicationMissing;
        }

        var found = await organisations.FindApplication(applicationId, cancellationToken);
        return found.Then<Application>(application => caller.MayActIn(application.OrganisationId) ? application : GeneralErrors.Forbidden);
    }

    /// <summary>Application and organisation change together.</summary>
    private async Task<Result<Application>> Save(
        Result<Application> answered, Func<Organisation, Organisation> change, CancellationToken cancellationToken)
    {
        if (!answered.Succeeded(out var application, out var refused))
        {
            return refused;
        }

        var organisation = await organisations.Find(application.OrganisationId, cancellationToken);
        return await organisations.Save(change(organisation.Value), application, cancellationToken);
    }
}
