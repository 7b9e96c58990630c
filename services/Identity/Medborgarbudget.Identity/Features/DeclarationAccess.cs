using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds the signed-in person and the sub-budget that she declares a tie to. Her sign-in must be as strong as for the vote itself.</summary>
internal sealed class DeclarationAccess(RollStore rolls, PersonStore persons, KeyedHashes hashes, Caller caller, IdentitySettings settings)
{
    public async Task<Result<Declarer>> EnterAsync(string idText, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(idText, "subBudgetId");
        if (fields.Error is { } error || !caller.Me().Succeeded(out var me, out error))
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!settings.Trust.RuleOf(subBudget.OrganisationId).Accepts(caller.SignIn()))
        {
            return GeneralErrors.LevelTooLow;
        }

        return await persons.FindAsync(me, cancellationToken) is { } person
            ? new Declarer(subBudget, person.Key, hashes.OfRollEntry(id, person.Key.Type, person.Key.Text))
            : IdentityErrors.NotEligible;
    }
}

/// <summary>Who declares, and where.</summary>
/// <param name="KeyHash">Hers on the roll of the sub-budget.</param>
internal sealed record Declarer(SubBudgetRow SubBudget, PersonKey Key, byte[] KeyHash);

/// <summary>A declaration as the contract writes it.</summary>
internal static class DeclarationMessages
{
    public static Declaration ToMessage(this DeclarationRow row) => new()
    {
        DeclarationId = row.Id.ToString(),
        SubBudgetId = row.SubBudgetId.ToString(),
        Connection = (ConnectionKind)row.Connection,
        DeclaredOn = row.DeclaredOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
