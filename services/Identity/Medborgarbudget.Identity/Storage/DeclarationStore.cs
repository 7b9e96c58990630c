using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>
/// Declared ties, and what they do to the rolls of their edition. Who declares is an entry of the roll as everybody else: so there is one mark and one
/// pseudonym for her, and whoever issues tokens need not know how she came there.
/// </summary>
internal sealed class DeclarationStore(IdentityDb db, RollStore rolls, IRollBulk bulk, KeyedHashes hashes, Sealer sealer)
{
    private const string KeyPurpose = "declaration-key";
    private const int Chunk = 500;

    public byte[] Seal(PersonKey voter) => sealer.Seal(voter.Text, KeyPurpose);

    public Task<DeclarationRow?> FindAsync(SubBudgetId subBudget, byte[] keyHash, CancellationToken cancellationToken) =>
        db.Declarations.AsNoTracking().FirstOrDefaultAsync(row => row.SubBudgetId == subBudget && row.KeyHash == keyHash, cancellationToken);

    /// <summary>In the order of their numbers, which is one of chance.</summary>
    public async Task<Page<DeclarationRow>> ListAsync(SubBudgetId subBudget, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Declarations.AsNoTracking().Where(row => row.SubBudgetId == subBudget).After(row => row.Id, page.After)
            .OrderBy(row => row.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<DeclarationRow>.Cut(rows, page.Size, row => row.Id.ToString());
    }

    public Task<int> CountAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        db.Declarations.CountAsync(row => row.SubBudgetId == subBudget, cancellationToken);

    /// <summary>
    /// The committed rolls of the edition, held until the transaction ends, in the order in which token batches hold them too; with what each says of the
    /// voter. From here on nobody gives her a token or a mark anywhere in the edition.
    /// </summary>
    public async Task<IReadOnlyList<RollOfVoter>> HoldEditionAsync(SubBudgetRow subBudget, PersonKey voter, CancellationToken cancellationToken)
    {
        var ids = await db.SubBudgets.Where(row => row.Id == subBudget.Id || (row.EditionId == subBudget.EditionId && row.EditionId != default))
            .Select(row => row.Id).ToListAsync(cancellationToken);
        var found = new List<RollOfVoter>();
        foreach (var id in ids.OrderBy(id => id.Value))
        {
            // Also where there is no roll yet: the first one, which may just be written, is held by the same row.
            var head = await rolls.FindLockedHeadAsync(id, cancellationToken);
            if (head.ImportId is { } import)
            {
                var hash = hashes.OfRollEntry(id, voter.Type, voter.Text);
                found.Add(new RollOfVoter(head, hash, await rolls.FindByKeyAsync(import, hash, cancellationToken)));
            }
        }

        return found;
    }

    /// <summary>Writes a declaration, and its voter on the roll.</summary>
    public async Task AddAsync(DeclarationRow declaration, RollOfVoter here, IEnumerable<RollOfVoter> elsewhere, CancellationToken cancellationToken)
    {
        db.Declarations.Add(declaration);
        here.Head.Declared += await EnterAsync(here.Head.ImportId!.Value, [declaration], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await MoveAsync(declaration, elsewhere, isAway: true, cancellationToken);
    }

    /// <summary>Removes a declaration and gives the vote back to where it was.</summary>
    public async Task RemoveAsync(DeclarationRow declaration, RollOfVoter here, IEnumerable<RollOfVoter> elsewhere, CancellationToken cancellationToken)
    {
        var (import, hash) = (here.Head.ImportId!.Value, declaration.KeyHash);
        here.Head.Declared -= await db.RollEntries.Where(row => row.ImportId == import && row.KeyHash == hash && row.Ground == Ground.Declared).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.IsEligible, false).SetProperty(row => row.Ground, Ground.Outside), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.Declarations.Where(row => row.Id == declaration.Id).ExecuteDeleteAsync(cancellationToken);
        await MoveAsync(declaration, elsewhere, isAway: false, cancellationToken);
    }

    /// <summary>
    /// Lets the declarations of the edition hold on a roll that was just written, while its head is held; tells how many vote on it by declaration.
    /// </summary>
    public async Task<int> ApplyAsync(SubBudgetRow subBudget, RollImportId import, CancellationToken cancellationToken)
    {
        var standing = await db.Declarations.AsNoTracking()
            .Where(row => row.SubBudgetId == subBudget.Id || (row.EditionId == subBudget.EditionId && row.EditionId != default && row.MovesVote)).ToListAsync(cancellationToken);
        var declared = 0;
        foreach (var own in standing.Where(row => row.SubBudgetId == subBudget.Id).Chunk(Chunk))
        {
            declared += await EnterAsync(import, own, cancellationToken);
        }

        foreach (var others in standing.Where(row => row.SubBudgetId != subBudget.Id).Chunk(Chunk))
        {
            var keys = others.Select(row => hashes.OfRollEntry(subBudget.Id, row.KeyType, KeyOf(row))).ToList();
            await db.RollEntries.Where(row => row.ImportId == import && keys.Contains(row.KeyHash))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.VotesElsewhere, true), cancellationToken);
        }

        return declared;
    }

    /// <summary>
    /// Removes the declarations of those sub-budgets of the edition whose pseudonym key is gone, once voting is over in all of it: until then a roll
    /// that is still to come must know who has voted away from it.
    /// </summary>
    public async Task ForgetAsync(SubBudgetRow subBudget, CancellationToken cancellationToken)
    {
        var edition = await db.SubBudgets.AsNoTracking()
            .Where(row => row.Id == subBudget.Id || (row.EditionId == subBudget.EditionId && row.EditionId != default)).ToListAsync(cancellationToken);
        if (edition.TrueForAll(row => row.Window.IsOver))
        {
            var ids = edition.ConvertAll(row => row.Id);
            await db.Declarations.Where(row => ids.Contains(row.SubBudgetId) && db.PseudonymKeys.Any(key => key.SubBudgetId == row.SubBudgetId && key.WrappedBytes == null))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Who stands on the roll and lacks nothing but a tie gets it; who does not stand on it is put at its end. Tells how many those are.</summary>
    private async Task<int> EnterAsync(RollImportId import, IReadOnlyList<DeclarationRow> declarations, CancellationToken cancellationToken)
    {
        var keys = declarations.Select(row => row.KeyHash).ToList();
        var listed = await db.RollEntries.Where(row => row.ImportId == import && keys.Contains(row.KeyHash)).Select(row => row.KeyHash).ToListAsync(cancellationToken);
        var known = listed.Select(Convert.ToHexString).ToHashSet();
        var entered = await db.RollEntries.Where(row => row.ImportId == import && keys.Contains(row.KeyHash) && row.Ground == Ground.Outside).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.IsEligible, true).SetProperty(row => row.Ground, Ground.Declared), cancellationToken);
        var last = await db.RollEntries.Where(row => row.ImportId == import).MaxAsync(row => (int?)row.Serial, cancellationToken) ?? 0;
        var added = declarations.Where(row => !known.Contains(Convert.ToHexString(row.KeyHash))).Select((row, at) => EntryOf(import, last + 1 + at, row)).ToList();
        await bulk.WriteEntriesAsync(added, cancellationToken);
        return entered + added.Count;
    }

    private RollEntryRow EntryOf(RollImportId import, int serial, DeclarationRow declaration) => new()
    {
        ImportId = import,
        Serial = serial,
        KeyHash = declaration.KeyHash,
        SealedKey = declaration.KeyType == RollKeyType.Local ? null : sealer.Seal(KeyOf(declaration), Rolls.RollWriter.KeyPurpose),
        LocalKey = declaration.KeyType == RollKeyType.Local ? KeyOf(declaration) : null,
        Area = "",
        IsListed = false,
        IsEligible = true,
        Ground = Ground.Declared,
    };

    private async Task MoveAsync(DeclarationRow declaration, IEnumerable<RollOfVoter> elsewhere, bool isAway, CancellationToken cancellationToken)
    {
        foreach (var roll in declaration.MovesVote ? elsewhere : [])
        {
            var (import, hash) = (roll.Head.ImportId!.Value, roll.KeyHash);
            await db.RollEntries.Where(row => row.ImportId == import && row.KeyHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.VotesElsewhere, isAway), cancellationToken);
        }
    }

    private string KeyOf(DeclarationRow declaration) => sealer.OpenText(declaration.SealedKey, KeyPurpose);
}

/// <summary>A roll whose head is held, and what it says of one voter.</summary>
/// <param name="KeyHash">The voter's on this roll.</param>
/// <param name="Entry">Null when she does not stand on it.</param>
internal sealed record RollOfVoter(RollHead Head, byte[] KeyHash, RollEntryRow? Entry)
{
    public SubBudgetId SubBudget => Head.SubBudgetId;
}
