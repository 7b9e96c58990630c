using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Medborgarbudget.Proposals.Storage;

/// <summary>A proposal with the sub-budget it belongs to.</summary>
internal sealed record Found(Proposal Proposal, SubBudget SubBudget);

/// <summary>A proposal as a reader sees it.</summary>
/// <param name="Phase">Where its sub-budget stands.</param>
/// <param name="Supports">How many support it.</param>
/// <param name="IsSupportedByReader">The reader does.</param>
internal sealed record View(Proposal Proposal, Phase Phase, int Supports, bool IsSupportedByReader);

/// <summary>Proposals with their numbers. Every change of a received one is published.</summary>
internal sealed class ProposalStore(ProposalDb db)
{
    public async Task<Result<SubBudget>> FindSubBudget(SubBudgetId id, CancellationToken cancellationToken) =>
        await db.SubBudgets.FindAsync([id], cancellationToken) is { } row ? row.State : ProposalErrors.SubBudgetMissing;

    public async Task<Result<Found>> Find(ProposalId id, CancellationToken cancellationToken)
    {
        var found = await (
            from row in db.Proposals
            join subBudget in db.SubBudgets on row.SubBudgetId equals subBudget.Id
            where row.Id == id
            select new { row, subBudget }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? ProposalErrors.Missing : new Found(found.row.State, found.subBudget.State);
    }

    public async Task<View> See(Proposal proposal, Phase phase, PersonId? reader, CancellationToken cancellationToken)
    {
        var supports = db.Supports.Where(row => row.ProposalId == proposal.Id);
        var count = await supports.CountAsync(cancellationToken);
        return new View(proposal, phase, count, reader is { } me && await supports.AnyAsync(row => row.PersonId == me, cancellationToken));
    }

    /// <summary>The public proposals of a sub-budget by number, in which every word occurs.</summary>
    public Task<Page<View>> ListPublic(
        SubBudgetId subBudget, PageRequest page, IReadOnlyList<string> words, PersonId? reader, CancellationToken cancellationToken)
    {
        var after = page.AfterNumber;
        var rows = db.Proposals.Where(row => row.SubBudgetId == subBudget && row.IsPublic && row.Number > after);
        rows = words.Aggregate(rows, (found, word) => found.Where(row => row.Searchable.Contains(word)));
        return List(rows.OrderBy(row => row.Number), page, view => $"{view.Proposal.Number}", reader, cancellationToken);
    }

    /// <summary>A person's own drafts and proposals, newest first; the id is time-ordered.</summary>
    public Task<Page<View>> ListOwn(PersonId proposer, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = db.Proposals.Where(row => row.Proposer == proposer).Before(row => row.Id, page.After).OrderByDescending(row => row.Id);
        return List(rows, page, view => view.Proposal.Id.ToString(), proposer, cancellationToken);
    }

    public async Task<Register> ReadRegister(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var received = db.Proposals.Where(row => row.SubBudgetId == subBudget && row.Number != null);
        return new Register(await received.CountAsync(cancellationToken), await received.MaxAsync(row => row.Number, cancellationToken) ?? 0);
    }

    public void Add(Proposal proposal) => db.Proposals.Add(ProposalRow.Of(proposal));

    /// <summary>Saves a proposal that was found and has changed, and shows it.</summary>
    public async Task<Result<View>> Change(Found found, Proposal changed, PersonId reader, CancellationToken cancellationToken)
    {
        Take(changed);
        var saved = await Save(cancellationToken);
        return saved.IsError ? saved.Error! : await See(changed, found.SubBudget.Phase, reader, cancellationToken);
    }

    /// <summary>Throws away a draft that was found.</summary>
    public Task<Result<Unit>> Discard(Proposal draft, CancellationToken cancellationToken)
    {
        db.Proposals.Remove(RowOf(draft.Id));
        return Save(cancellationToken);
    }

    /// <summary>
    /// Receives a proposal that was found or added: gives it the next number of its sub-budget, saves and tells the others, all in one
    /// transaction. Receipts of a sub-budget go one after the other, so that the numbers have neither gaps nor doubles.
    /// </summary>
    public async Task<Result<Proposal>> Receive(Proposal proposal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await Begin(cancellationToken);
        var received = proposal.Receive(await NextNumber(proposal.SubBudgetId, cancellationToken), now);
        Take(received);
        var saved = await Save(cancellationToken);
        if (transaction is not null && !saved.IsError)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return saved.Map(_ => received);
    }

    /// <summary>Takes what another service has said of these proposals, and tells of those that it has changed. The consumer's transaction saves.</summary>
    public async Task Follow(IReadOnlyCollection<ProposalId> ids, Func<Proposal, Course> course, CancellationToken cancellationToken)
    {
        foreach (var row in await db.Proposals.Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken))
        {
            var followed = row.State.Follow(course(row.State));
            if (followed != row.State)
            {
                Take(followed);
            }
        }
    }

    /// <summary>Saves; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Unit>> Save(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Ok;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
    }

    private void Take(Proposal changed)
    {
        RowOf(changed.Id).Take(changed);
        if (!changed.IsDraft())
        {
            db.Publish(Event(changed));
        }
    }

    private static ProposalChanged Event(Proposal proposal) => new(
        proposal.Id.Value,
        proposal.SubBudgetId.Value,
        proposal.OrganisationId.Value,
        proposal.Version,
        proposal.Number ?? 0,
        proposal.OwnState().ToString(),
        proposal.Text.Title,
        proposal.Text.Body,
        proposal.Text.Place,
        proposal.Proposer is { } proposer ? [proposer.Value] : []);

    /// <summary>Null inside the transaction that an idempotency key has begun.</summary>
    private async Task<IDbContextTransaction?> Begin(CancellationToken cancellationToken) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;

    private async Task<int> NextNumber(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var id = subBudget.Value;
        var numbers = await db.Database.SqlQuery<int>(
            $"""
            insert into number_series (sub_budget_id, last) values ({id}, 1)
            on conflict (sub_budget_id) do update set last = number_series.last + 1
            returning last as "Value"
            """).ToListAsync(cancellationToken);
        return numbers.Single();
    }

    private async Task<Page<View>> List(
        IOrderedQueryable<ProposalRow> rows, PageRequest page, Func<View, string> key, PersonId? reader, CancellationToken cancellationToken)
    {
        var me = reader ?? default;
        var views = await rows.AsNoTracking().Take(page.Size + 1)
            .Select(row => new View(
                row.State,
                db.SubBudgets.Single(subBudget => subBudget.Id == row.SubBudgetId).Phase,
                db.Supports.Count(support => support.ProposalId == row.Id),
                db.Supports.Any(support => support.ProposalId == row.Id && support.PersonId == me)))
            .ToListAsync(cancellationToken);
        return Page<View>.Cut(views, page.Size, key);
    }

    private ProposalRow RowOf(ProposalId id) => db.Proposals.Local.Single(row => row.Id == id);
}
