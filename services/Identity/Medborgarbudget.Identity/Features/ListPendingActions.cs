using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Features;

/// <summary>What waits for somebody's approval in an organisation, of what the caller's roles let her see.</summary>
internal sealed class ListPendingActions(PendingActionStore pending, Caller caller, TimeProvider clock)
{
    public async Task<Result<ListPendingActionsResponse>> Handle(ListPendingActionsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!caller.MayActIn(organisation))
        {
            return GeneralErrors.Forbidden;
        }

        var isAuditor = caller.Holds(WireRole.Auditor, organisation);
        var found = new List<PendingAction>();
        if (isAuditor || caller.Holds(WireRole.Administrator, organisation))
        {
            found.AddRange(Roles(await pending.RoleGrantsAsync(organisation, cancellationToken)));
            found.AddRange((await pending.ClientsAsync(organisation, cancellationToken)).Select(Of));
        }

        if (isAuditor || caller.Holds(WireRole.Archivist, organisation))
        {
            found.AddRange(Keys(await pending.KeysAsync(organisation, cancellationToken)));
        }

        var response = new ListPendingActionsResponse();
        response.PendingActions.AddRange(found.OrderBy(action => action.RequestedAt).Select(action => MarkOwn(action, organisation)));
        return response;
    }

    private IEnumerable<PendingAction> Roles(IReadOnlyList<RoleGrant> grants)
    {
        foreach (var grant in grants)
        {
            if (grant.StateAt(clock.GetUtcNow()) == RoleGrantState.Requested)
            {
                yield return Of(PendingActionKind.RoleGrant, grant.Id.ToString(), grant.SubBudgetId, grant.Granting, WireRole.Administrator, grant.PersonId);
            }
            else if (grant is { State: RoleGrantState.Held, Revocation: { } revocation } && IsOpen(revocation))
            {
                yield return Of(PendingActionKind.RoleRevocation, grant.Id.ToString(), grant.SubBudgetId, revocation, WireRole.Administrator);
            }
        }
    }

    private IEnumerable<PendingAction> Keys(IReadOnlyList<KeyCustody> keys) => keys
        .Where(key => key.Destruction is { } destruction && IsOpen(destruction))
        .Select(key => Of(PendingActionKind.KeyDestruction, key.SubBudgetId.ToString(), key.SubBudgetId, key.Destruction!, WireRole.Archivist));

    private bool IsOpen(TwoPersons act) => act.StateAt(clock.GetUtcNow()) == TwoPersonsState.Requested;

    private static PendingAction Of(
        PendingActionKind kind, string subject, SubBudgetId? subBudget, TwoPersons act, WireRole approver, params IEnumerable<PersonId> noApprovers)
    {
        var action = new PendingAction
        {
            Kind = kind,
            SubjectId = subject,
            SubBudgetId = subBudget?.ToString() ?? "",
            RequestedBy = act.RequestedBy.ToString(),
            RequestedAt = act.RequestedAt.ToTimestamp(),
            ExpiresAt = act.ExpiresAt.ToTimestamp(),
            ApproverRole = approver,
        };
        action.NeverApprovedBy.AddRange(noApprovers.Prepend(act.RequestedBy).Distinct().Select(person => person.ToString()));
        return action;
    }

    private static PendingAction Of(ApiClient client) => new()
    {
        Kind = PendingActionKind.ClientApproval,
        SubjectId = client.Id.ToString(),
        RequestedBy = client.RequestedBy.ToString(),
        RequestedAt = client.RequestedAt.ToTimestamp(),
        ApproverRole = WireRole.Administrator,
    };

    private PendingAction MarkOwn(PendingAction action, OrganisationId organisation)
    {
        action.MayApprove = caller.Holds(action.ApproverRole, organisation) && !action.NeverApprovedBy.Contains(caller.Person?.ToString() ?? "");
        return action;
    }
}
