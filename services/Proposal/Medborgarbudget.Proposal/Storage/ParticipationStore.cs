using System.Globalization;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Proposals.Storage;

/// <summary>Support and comments of the proposals.</summary>
internal sealed class ParticipationStore(ProposalDb db)
{
    /// <summary>One support per person: the key makes a repetition change nothing.</summary>
    public Task AddSupport(ProposalId proposal, PersonId person, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"insert into supports (proposal_id, person_id) values ({proposal.Value}, {person.Value}) on conflict do nothing", cancellationToken);

    public Task RemoveSupport(ProposalId proposal, PersonId person, CancellationToken cancellationToken) =>
        db.Supports.Where(row => row.ProposalId == proposal && row.PersonId == person).ExecuteDeleteAsync(cancellationToken);

    public async Task AddComment(Comment comment, CancellationToken cancellationToken)
    {
        db.Comments.Add(CommentRow.Of(comment));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<Comment?> FindComment(CommentId id, CancellationToken cancellationToken) =>
        (await db.Comments.SingleOrDefaultAsync(row => row.Id == id, cancellationToken))?.State;

    /// <summary>Replaces a comment that this store has read.</summary>
    public async Task ReplaceComment(Comment comment, CancellationToken cancellationToken)
    {
        db.Comments.Local.Single(row => row.Id == comment.Id).Take(comment);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The public comments of a proposal, oldest first.</summary>
    public async Task<Page<Comment>> ListComments(ProposalId proposal, PageRequest page, CancellationToken cancellationToken)
    {
        var after = long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;
        var rows = await db.Comments.AsNoTracking()
            .Where(row => row.ProposalId == proposal && !row.IsHidden && row.Position > after)
            .OrderBy(row => row.Position).Take(page.Size + 1).ToListAsync(cancellationToken);
        var cut = Page<CommentRow>.Cut(rows, page.Size, row => row.Position.ToString(CultureInfo.InvariantCulture));
        return new Page<Comment>([.. cut.Rows.Select(row => row.State)], cut.NextToken);
    }
}
