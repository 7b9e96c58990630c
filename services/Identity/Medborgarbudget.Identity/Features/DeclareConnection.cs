using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The signed-in person declares a tie, and stands on the roll with it.</summary>
internal sealed class DeclareConnection(IdentityDb db, DeclarationAccess access, DeclarationStore declarations, TimeProvider clock)
{
    public async Task<Result<Declaration>> Handle(DeclareConnectionRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var connection = (Connection)fields.Known(request.Connection, "connection");
        fields.Check(request.Affirmed, "affirmed", "must be true");
        if (fields.Error is { } error || !(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var declarer, out error))
        {
            return error;
        }

        if (!declarer.SubBudget.Window.TakesDeclarations(clock.GetUtcNow()))
        {
            return IdentityErrors.DeclarationClosed;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rolls = await declarations.HoldEditionAsync(declarer.SubBudget, declarer.Key, cancellationToken);
        if (rolls.FirstOrDefault(roll => roll.SubBudget == declarer.SubBudget.Id) is not { } here)
        {
            return IdentityErrors.RollMissing;
        }

        var elsewhere = rolls.Where(roll => roll != here).ToList();
        if (Refusal(declarer, connection, here.Entry, elsewhere) is { } refusal)
        {
            return refusal;
        }

        var declaration = New(declarer, connection);
        await declarations.AddAsync(declaration, here, elsewhere, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return declaration.ToMessage();
    }

    private Error? Refusal(Declarer declarer, Connection connection, RollEntryRow? entry, List<RollOfVoter> elsewhere)
    {
        var (rule, born) = (declarer.SubBudget.Rule, BirthDateOf(declarer.Key));
        return ConnectionRule.Refusal(
            rule,
            connection,
            entry?.Ground ?? rule.OfUnlisted(born),
            entry?.NeedsGuardian ?? rule.NeedsGuardian(born),
            [.. elsewhere.Select(roll => roll.Entry).OfType<RollEntryRow>().Select(other => new Standing(other.Ground, other.IsUsed))]);
    }

    /// <summary>As the personal number says; null for another key.</summary>
    private DateOnly? BirthDateOf(PersonKey key) =>
        key.Type == RollKeyType.PersonalNumber ? PersonalNumber.Read(key.Text, SwedishDay.Of(clock.GetUtcNow()))?.BirthDate : null;

    private DeclarationRow New(Declarer declarer, Connection connection) => new()
    {
        Id = DeclarationId.From(Guid.NewGuid()),
        SubBudgetId = declarer.SubBudget.Id,
        EditionId = declarer.SubBudget.EditionId,
        KeyHash = declarer.KeyHash,
        KeyType = declarer.Key.Type,
        SealedKey = declarations.Seal(declarer.Key),
        Connection = connection,
        DeclaredOn = SwedishDay.Of(clock.GetUtcNow()),
        MovesVote = !declarer.SubBudget.HasFreeChoice,
    };
}
