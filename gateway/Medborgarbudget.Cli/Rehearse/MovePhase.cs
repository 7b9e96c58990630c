using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Moves a sub-budget into its next phase, by two persons where the step needs them.</summary>
internal sealed class MovePhase(GatewayConnection gateway, Calls calls)
{
    private static readonly string[] FirstHasAsked = ["budget.second_person_is_first"];

    public async Task ToAsync(string subBudget, Phase to, Person first, Person? second, CancellationToken cancellationToken)
    {
        var step = $"Entering the phase {to}";
        var request = new AdvancePhaseRequest { SubBudgetId = subBudget, To = to };
        var asked = await calls.AskAsync(step, first, options => gateway.Budget.AdvancePhaseAsync(request, options), FirstHasAsked, cancellationToken);
        if (asked is { AwaitingSecondPerson: false })
        {
            return;
        }

        var by = second ?? throw CommandException.Failed($"{step}: a second person is needed.");
        await calls.AskAsync(step, by, options => gateway.Budget.AdvancePhaseAsync(request, options), cancellationToken);
    }
}
