using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>
/// Moves a sub-budget into its next phase when every guard holds. Asking for the phase it is in already changes nothing: the clock,
/// or the same call repeated, was quicker.
/// </summary>
internal sealed class AdvancePhase(SubBudgetStore subBudgets, Guards guards, Caller caller, TimeProvider clock)
{
    public async Task<Result<Advance>> Handle(AdvancePhaseRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var to = (Phase)fields.Known(request.To, "to");
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await subBudgets.FindFor(caller, request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refused))
        {
            return refused;
        }

        if (subBudget.Phase == to)
        {
            return new Advance(subBudget, false);
        }

        if (subBudget.CannotEnter(to) is { } error)
        {
            return error;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        var decided = subBudget.AdvanceTo(to, me, [.. Movers(subBudget)], clock.GetUtcNow());
        if (!decided.Succeeded(out var advance, out var cannot))
        {
            return cannot;
        }

        if (Open(await guards.Ask(subBudget, to, cancellationToken)) is { } open)
        {
            return open;
        }

        var act = advance.AwaitsSecondPerson ? null : new Act("", "", me);
        return (await subBudgets.Save(advance.SubBudget, act, cancellationToken)).Map(saved => advance with { SubBudget = saved });
    }

    public async Task<Result<(Phase? Next, IReadOnlyList<Guard> Guards)>> Handle(ListGuardsRequest request, CancellationToken cancellationToken)
    {
        if (!(await subBudgets.FindFor(caller, request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refused))
        {
            return refused;
        }

        var next = Phases.Next(subBudget.Phase);
        return (next, next is null ? [] : await guards.Ask(subBudget, next.Value, cancellationToken));
    }

    /// <summary>The error that lists what is missing; a service that does not answer makes it a matter of time.</summary>
    public static Error? Open(IReadOnlyList<Guard> guards)
    {
        var open = guards.Where(guard => guard.Standing != GuardStanding.Done).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        var error = open.Exists(guard => guard.Standing == GuardStanding.Missing) ? BudgetErrors.GuardOpen : GeneralErrors.Unavailable;
        return error with { Faults = [.. open.Select(guard => new FieldFault(guard.Code, guard.Message))] };
    }

    private IEnumerable<Mover> Movers(SubBudget subBudget)
    {
        (Role Role, Mover Mover)[] pairs =
        [
            (Role.ProcessLeader, Mover.ProcessLeader),
            (Role.LeadScreener, Mover.LeadScreener),
            (Role.CountLeader, Mover.CountLeader),
            (Role.Secretary, Mover.Secretary),
            (Role.Implementer, Mover.Implementer),
            (Role.Analyst, Mover.Analyst),
        ];
        return pairs.Where(pair => caller.Holds(pair.Role, subBudget.OrganisationId, subBudget.Id)).Select(pair => pair.Mover);
    }
}
