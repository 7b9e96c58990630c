using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>Where a roll entry is exchanged for a ballot token, whichever way the voter was found on the roll.</summary>
internal sealed class BallotDesk(
    GatheredReads reads, FreeChoiceStore choices, KeyedHashes hashes, Pseudonyms pseudonyms, Sealer sealer, BallotTokens tokens, TokenMarks marks, TimeProvider clock)
{
    /// <summary>The roll, when tokens are given in its sub-budget now.</summary>
    public async Task<Result<OpenRoll>> OpenAsync(string subBudgetText, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(subBudgetText, "subBudgetId");
        return fields.Error is { } error ? error : await OpenAsync(id, cancellationToken);
    }

    /// <summary>The same by the id itself.</summary>
    public async Task<Result<OpenRoll>> OpenAsync(SubBudgetId id, CancellationToken cancellationToken)
    {
        if (await reads.RollAsync(id, cancellationToken) is not { } found)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!found.SubBudget.Window.GivesTokens(clock.GetUtcNow()) || found.Head is not { ImportId: { } import })
        {
            return IdentityErrors.VotingNotOpen;
        }

        return found.Key?.Wrapped is { } key ? new OpenRoll(id, found.SubBudget.EditionId, found.SubBudget.OrganisationId, found.SubBudget.IsRehearsal, found.SubBudget.HasFreeChoice, import, key) : IdentityErrors.PseudonymKeyDestroyed;
    }

    /// <summary>The token of somebody whom an e-ID has identified. Who is not on the roll and who may not vote get one answer.</summary>
    /// <param name="keyHash">Under which she would stand on the roll.</param>
    public async Task<Result<BallotToken>> IssueByEidAsync(OpenRoll roll, byte[] keyHash, string client, CancellationToken cancellationToken) =>
        await reads.EntryAsync(roll.Import, keyHash, cancellationToken) switch
        {
            { IsEligible: true, NeedsGuardian: true } => IdentityErrors.GuardianNeeded,
            { IsEligible: true } entry => await IssueAsync(roll, entry, Channel.Web, client, cancellationToken),
            _ => IdentityErrors.NotEligible,
        };

    /// <summary>
    /// The token of an entry that may vote and has come by itself; none once an officer has marked it. Whoever votes away from home chooses this
    /// sub-budget with it.
    /// </summary>
    public async Task<Result<BallotToken>> IssueAsync(OpenRoll roll, RollEntryRow entry, Channel channel, string client, CancellationToken cancellationToken)
    {
        if (Refusal(entry) is { } refusal)
        {
            return refusal;
        }

        if (IsChoice(roll, entry) && !await ChooseAsync(roll, entry, cancellationToken))
        {
            return IdentityErrors.FreeChoiceUsed;
        }

        if (!entry.HasToken && !await marks.MarkAsync(new EntryMark(roll.SubBudget, entry.ImportId, entry.Serial, channel), cancellationToken))
        {
            // Since it was read an officer has marked it, or a declaration was made or taken back.
            return await reads.EntryAsync(entry.ImportId, entry.KeyHash, cancellationToken) is { } now ? Refusal(now) ?? IdentityErrors.NotEligible : IdentityErrors.NotEligible;
        }

        return await GiveAsync(roll, entry, channel, client, cancellationToken);
    }

    private static Error? Refusal(RollEntryRow entry) => entry switch
    {
        { Mark: not null } => IdentityErrors.VotedAtPlace,
        { VotesElsewhere: true } => IdentityErrors.DeclaredElsewhere,
        { IsEligible: false } => IdentityErrors.NotEligible,
        _ => null,
    };

    /// <summary>Where the rule has the free choice, a declared tie is one way to it.</summary>
    private static bool IsChoice(OpenRoll roll, RollEntryRow entry) =>
        entry.Ground == Ground.FreeChoice || (entry.Ground == Ground.Declared && roll.HasFreeChoice);

    /// <summary>The token of an entry on which it stands already that it was given one.</summary>
    public async Task<BallotToken> GiveAsync(OpenRoll roll, RollEntryRow entry, Channel channel, string client, CancellationToken cancellationToken)
    {
        var pseudonym = await PseudonymAsync(roll, KeyOf(entry), cancellationToken);

        // Where she lives who votes by declaration is not for the box to know.
        var area = entry.Ground == Ground.Declared ? "" : entry.Area;
        var (token, expires) = await tokens.IssueAsync(new BallotClaims(roll.SubBudget, pseudonym, area, channel, client), cancellationToken);
        return new BallotToken { Token = token, ExpiresAt = Timestamp.FromDateTimeOffset(expires) };
    }

    private string KeyOf(RollEntryRow entry) => RollWriter.OpenKey(sealer, entry.LocalKey, entry.SealedKey);

    private Task<bool> ChooseAsync(OpenRoll roll, RollEntryRow entry, CancellationToken cancellationToken)
    {
        var type = entry.LocalKey is null ? RollKeyType.PersonalNumber : RollKeyType.Local;
        return choices.ChooseAsync(roll.Edition, hashes.OfFreeChoice(roll.Edition, type, KeyOf(entry)), roll.SubBudget, cancellationToken);
    }

    private async Task<byte[]> PseudonymAsync(OpenRoll roll, string voterKey, CancellationToken cancellationToken)
    {
        using var key = await pseudonyms.OpenAsync(roll.SubBudget, roll.Key, cancellationToken);
        return key.Of(voterKey);
    }
}

/// <summary>A committed roll whose sub-budget is voting now.</summary>
internal sealed record OpenRoll(SubBudgetId SubBudget, EditionId Edition, OrganisationId Organisation, bool IsRehearsal, bool HasFreeChoice, RollImportId Import, WrappedKey Key);
