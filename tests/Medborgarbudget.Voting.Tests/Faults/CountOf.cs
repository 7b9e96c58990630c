using System.Text;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>What the counting of a closed vote gives.</summary>
/// <param name="List">The counted list without the numbers of its lines, whose order is drawn anew in each count, sorted.</param>
/// <param name="Items">Votes and fate of every item.</param>
internal sealed record CountOf(string List, string Items)
{
    /// <summary>Has the running Voting count, as a count leader's request does.</summary>
    public static async Task<CountOf> RunAsync(BallotCluster cluster, OpenVote vote) => await ReadAsync(cluster, await CountAsync(cluster, vote, seconds: 60));

    /// <summary>The same; gives the count when it is done.</summary>
    public static async Task<CountId> CountAsync(BallotCluster cluster, OpenVote vote, int seconds)
    {
        var now = TimeProvider.System.GetUtcNow();
        var count = Id.New<CountId>(now);
        await using (var db = LedgerOf.Open(cluster))
        {
            db.Counts.Add(new CountRow { Id = count, SubBudgetId = vote.Id, Round = vote.Round, State = CountState.Running, StartedAt = now });
            await db.SaveChangesAsync(Stop.Token);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                await using var db = LedgerOf.Open(cluster);
                return await db.Counts.AnyAsync(row => row.Id == count && row.State != CountState.Running, Stop.Token);
            },
            seconds);
        return count;
    }

    /// <summary>What a count that has finished gives.</summary>
    public static async Task<Contracts.Voting.V1.Result> ResultAsync(BallotCluster cluster, CountId count)
    {
        await using var db = LedgerOf.Open(cluster);
        var row = await db.Counts.AsNoTracking().FirstAsync(row => row.Id == count, Stop.Token);
        row.State.ShouldBe(CountState.Finished, row.Failure);
        return Contracts.Voting.V1.Result.Parser.ParseFrom(row.Result);
    }

    private static async Task<CountOf> ReadAsync(BallotCluster cluster, CountId count)
    {
        var result = await ResultAsync(cluster, count);
        await using var db = LedgerOf.Open(cluster);
        var list = Encoding.UTF8.GetString((await db.CountedLists.AsNoTracking().FirstAsync(row => row.CountId == count, Stop.Token)).Content);
        var (head, votes) = (list[..list.IndexOf("VOTES", StringComparison.Ordinal)], list[list.IndexOf("VOTES", StringComparison.Ordinal)..]);
        return new CountOf(
            head + string.Join('\n', votes.Split('\n').Select(line => line[(line.IndexOf(';', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal)),
            result.Items.ToString());
    }
}
