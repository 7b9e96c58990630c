using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Network.Storage;

/// <summary>Good examples, and the closed editions that they are about.</summary>
internal sealed class GoodExampleStore(NetworkDb db)
{
    public async Task<Result<GoodExample>> Find(GoodExampleId id, CancellationToken cancellationToken) =>
        await db.GoodExamples.FindAsync([id], cancellationToken) is { } row ? row.State : NetworkErrors.GoodExampleMissing;

    public async Task<ClosedEdition?> FindClosedEdition(EditionId id, CancellationToken cancellationToken) =>
        (await db.ClosedEditions.FindAsync([id], cancellationToken))?.State;

    /// <summary>Newest publication first; the token is the time-ordered key that a publication gets.</summary>
    public async Task<Page<GoodExample>> ListPublished(PageRequest page, CancellationToken cancellationToken)
    {
        var query = db.GoodExamples.AsNoTracking().Where(row => row.PublishedKey != null);
        if (Guid.TryParseExact(page.After, "D", out var after))
        {
            query = query.Where(row => row.PublishedKey!.Value.CompareTo(after) < 0);
        }

        var rows = await query.OrderByDescending(row => row.PublishedKey).Take(page.Size + 1).ToListAsync(cancellationToken);
        var cut = Page<GoodExampleRow>.Cut(rows, page.Size, row => row.PublishedKey.ToString()!);
        return new Page<GoodExample>([.. cut.Rows.Select(row => row.State)], cut.NextToken);
    }

    public async Task<Result<GoodExample>> Add(GoodExample draft, CancellationToken cancellationToken)
    {
        db.GoodExamples.Add(new GoodExampleRow { Id = draft.Id, OrganisationId = draft.OrganisationId, PublishedKey = null, State = draft });
        await db.SaveChangesAsync(cancellationToken);
        return draft;
    }

    /// <summary>Saves a published example. Errors: good_example_published when somebody else was quicker.</summary>
    public async Task<Result<GoodExample>> SavePublished(GoodExample published, CancellationToken cancellationToken)
    {
        var row = (await db.GoodExamples.FindAsync([published.Id], cancellationToken))!;
        row.PublishedKey = Guid.CreateVersion7(published.PublishedAt!.Value);
        row.State = published;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return published;
        }
        catch (DbUpdateConcurrencyException)
        {
            return NetworkErrors.GoodExamplePublished;
        }
    }
}
