using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>Where a roll entry is exchanged for a ballot token, whichever way the voter was found on the roll.</summary>
internal sealed class BallotDesk(RollStore rolls, Pseudonyms pseudonyms, Sealer sealer, BallotTokens tokens, TokenMarks marks, TimeProvider clock)
{
    /// <summary>The roll, when tokens are given in its sub-budget now.</summary>
    public async Task<Result<OpenRoll>> OpenAsync(string subBudgetText, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(subBudgetText, "subBudgetId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindWithHeadAsync(id, cancellationToken) is not { } found)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!found.SubBudget.Window.GivesTokens(clock.GetUtcNow()) || found.Head is not { ImportId: { } import })
        {
            return IdentityErrors.VotingNotOpen;
        }

        return found.Key?.Wrapped is { } key ? new OpenRoll(id, found.SubBudget.OrganisationId, import, key) : IdentityErrors.PseudonymKeyDestroyed;
    }

    /// <summary>The token of an entry that may vote.</summary>
    public async Task<BallotToken> IssueAsync(OpenRoll roll, RollEntryRow entry, string client, CancellationToken cancellationToken)
    {
        var key = entry.LocalKey ?? sealer.OpenText(entry.SealedKey, RollWriter.KeyPurpose);
        var pseudonym = await PseudonymAsync(roll, key, cancellationToken);
        if (!entry.HasToken)
        {
            await marks.MarkAsync(new EntryMark(roll.SubBudget, entry.ImportId, entry.Serial), cancellationToken);
        }

        var (token, expires) = tokens.Issue(roll.SubBudget, pseudonym, entry.Area, client);
        return new BallotToken { Token = token, ExpiresAt = Timestamp.FromDateTimeOffset(expires) };
    }

    private async Task<byte[]> PseudonymAsync(OpenRoll roll, string voterKey, CancellationToken cancellationToken)
    {
        using var key = await pseudonyms.OpenAsync(roll.SubBudget, roll.Key, cancellationToken);
        return key.Of(voterKey);
    }
}

/// <summary>A committed roll whose sub-budget is voting now.</summary>
internal sealed record OpenRoll(SubBudgetId SubBudget, OrganisationId Organisation, RollImportId Import, WrappedKey Key);
