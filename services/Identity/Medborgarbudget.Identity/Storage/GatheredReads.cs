using System.Linq.Expressions;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Medborgarbudget.Identity.Storage;

/// <summary>What every sign-in and every ballot token asks the database for, each gathered; outside any transaction of the caller's.</summary>
internal sealed class GatheredReads
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Gathered<PersonId, PersonRow?> _persons;
    private readonly Gathered<PersonId, IReadOnlyList<RoleGrant>> _held;
    private readonly Gathered<SubBudgetId, RollWithHead?> _rolls;
    private readonly Gathered<EntryKeyHash, RollEntryRow?> _entries;
    private readonly Gathered<string, OpenIddictEntityFrameworkCoreApplication?> _clients;

    // Compiled once: to read an expression again for every question costs as much as to ask it. Of this instance, for a compiled query keeps to one model.
    private readonly Func<IdentityDb, RollImportId, List<byte[]>, IAsyncEnumerable<RollEntryRow>> _entriesOf =
        EF.CompileAsyncQuery((IdentityDb db, RollImportId import, List<byte[]> hashes) =>
            db.RollEntries.AsNoTracking().Where(row => row.ImportId == import && hashes.Contains(row.KeyHash)));

    public GatheredReads(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _persons = One<PersonId, PersonRow>((db, ids) => db.Persons.AsNoTracking().Where(row => ids.Contains(row.Id)), row => row.Id);
        _held = Several<PersonId, RoleGrant>(
            (db, ids) => db.RoleGrants.AsNoTracking().Where(grant => ids.Contains(grant.PersonId) && grant.State == RoleGrantState.Held).OrderBy(grant => grant.Id),
            grant => grant.PersonId);
        _rolls = One<SubBudgetId, RollWithHead>(
            (db, ids) =>
                from subBudget in db.SubBudgets.AsNoTracking()
                where ids.Contains(subBudget.Id)
                join head in db.Rolls.AsNoTracking() on subBudget.Id equals head.SubBudgetId into heads
                from head in heads.DefaultIfEmpty()
                join key in db.PseudonymKeys.AsNoTracking() on subBudget.Id equals key.SubBudgetId into keys
                from key in keys.DefaultIfEmpty()
                select new RollWithHead(subBudget, head, key),
            found => found.SubBudget.Id);
        _entries = new(EntriesAsync);
        _clients = One<string, OpenIddictEntityFrameworkCoreApplication>(
            (db, ids) => db.Set<OpenIddictEntityFrameworkCoreApplication>().AsNoTracking().Where(client => ids.Contains(client.ClientId!)), client => client.ClientId!);
    }

    public Task<PersonRow?> PersonAsync(PersonId id, CancellationToken cancellationToken) => _persons.AskAsync(id, cancellationToken);

    /// <summary>What a person holds everywhere.</summary>
    public Task<IReadOnlyList<RoleGrant>> HeldByAsync(PersonId person, CancellationToken cancellationToken) => _held.AskAsync(person, cancellationToken);

    /// <summary>A sub-budget with the head of its roll and its pseudonym key, if there are any.</summary>
    public Task<RollWithHead?> RollAsync(SubBudgetId id, CancellationToken cancellationToken) => _rolls.AskAsync(id, cancellationToken);

    public Task<RollEntryRow?> EntryAsync(RollImportId import, byte[] keyHash, CancellationToken cancellationToken) =>
        _entries.AskAsync(EntryKeyHash.Of(import, keyHash), cancellationToken);

    /// <summary>The client as OpenIddict keeps it; others may be reading the same object.</summary>
    public Task<OpenIddictEntityFrameworkCoreApplication?> ClientAsync(string clientId, CancellationToken cancellationToken) => _clients.AskAsync(clientId, cancellationToken);

    private Gathered<TKey, TRow?> One<TKey, TRow>(Expression<Func<IdentityDb, List<TKey>, IQueryable<TRow>>> query, Func<TRow, TKey> keyOf)
        where TKey : notnull
        where TRow : class
    {
        var compiled = EF.CompileAsyncQuery(query);
        return new(async keys =>
        {
            var rows = (await ReadAsync(db => compiled(db, [.. keys.Distinct()]))).ToDictionary(keyOf);
            return [.. keys.Select(rows.GetValueOrDefault)];
        });
    }

    private Gathered<TKey, IReadOnlyList<TRow>> Several<TKey, TRow>(Expression<Func<IdentityDb, List<TKey>, IQueryable<TRow>>> query, Func<TRow, TKey> keyOf)
    {
        var compiled = EF.CompileAsyncQuery(query);
        return new(async keys =>
        {
            var rows = (await ReadAsync(db => compiled(db, [.. keys.Distinct()]))).ToLookup(keyOf);
            return [.. keys.Select(key => rows[key].ToList())];
        });
    }

    private async Task<List<TRow>> ReadAsync<TRow>(Func<IdentityDb, IAsyncEnumerable<TRow>> query)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<IdentityDb>()).ToListAsync();
    }

    /// <summary>One question for each roll: seldom more than one is voted on in the same moment.</summary>
    private async Task<IReadOnlyList<RollEntryRow?>> EntriesAsync(IReadOnlyList<EntryKeyHash> wanted)
    {
        var found = new Dictionary<EntryKeyHash, RollEntryRow>();
        foreach (var roll in wanted.GroupBy(entry => entry.Import))
        {
            foreach (var row in await ReadAsync(db => _entriesOf(db, roll.Key, [.. roll.Distinct().Select(entry => entry.Bytes)])))
            {
                found[EntryKeyHash.Of(roll.Key, row.KeyHash)] = row;
            }
        }

        return [.. wanted.Select(found.GetValueOrDefault)];
    }

    /// <summary>Compares by content, as arrays do not.</summary>
    private sealed record EntryKeyHash(RollImportId Import, UInt128 Hash)
    {
        public byte[] Bytes
        {
            get
            {
                var bytes = new byte[16];
                System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Hash);
                return bytes;
            }
        }

        public static EntryKeyHash Of(RollImportId import, byte[] hash) => new(import, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}

/// <summary>A sub-budget with the head of its roll and its pseudonym key, if there are any.</summary>
internal sealed record RollWithHead(SubBudgetRow SubBudget, RollHead? Head, PseudonymKeyRow? Key);
