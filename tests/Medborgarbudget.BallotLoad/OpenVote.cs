using Medborgarbudget.Kernel;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.BallotLoad;

/// <summary>A vote that is open now: one with thirty items, written straight into Voting's database, or one that is there.</summary>
public sealed class OpenVote
{
    private const int Items = 30;

    private OpenVote(SubBudgetId id, IReadOnlyList<string> proposals, int round) => (Id, Proposals, Round) = (id, proposals, round);

    public SubBudgetId Id { get; }

    public IReadOnlyList<string> Proposals { get; }

    /// <summary>As the ledger names it.</summary>
    public int Round { get; }

    /// <param name="settings">Of the Voting process.</param>
    public static async Task<OpenVote> CreateAsync(
        IReadOnlyDictionary<string, string?> settings, TimeSpan closesIn, CancellationToken cancellationToken, long electorate = 10_000)
    {
        var (id, organisation) = (SubBudgetId.From(Guid.NewGuid()), OrganisationId.From(Guid.NewGuid()));
        var proposals = Enumerable.Range(0, Items).Select(_ => ProposalId.From(Guid.NewGuid())).ToList();
        var now = TimeProvider.System.GetUtcNow();
        var row = new SubBudgetRow { Id = id, OrganisationId = organisation };
        row.Take(new SubBudget(
            id, organisation, 1, Phase.Voting, false, false, false, "Lindkullen", new Money(5_000_000_00), new VotingRule(VoteType.Approval, 5, new Tally.GreedyRule()),
            now.AddHours(-1), now + closesIn, now.AddDays(9)));
        using var keys = new LogKeys(
            Options.Create(new VotingOptions { LogKeyFile = settings["Voting:LogKeyFile"]! }), new Development());
        var level = AcknowledgementLevels.Find(settings["Voting:AcknowledgementLevel"])!.Value;
        var terms = new ManifestTerms(level, new Electorate(electorate, [], ""), keys.Named, "load");
        var manifest = Manifest.Draw(
            row.ToSubBudget(),
            proposals.Select((proposal, i) => new BallotItem(proposal, i + 1, $"Förslag {i + 1}", "Fler bänkar.", "Torget", new Money(200_000_00))),
            terms).Value;
        await using var db = Open(settings);
        db.SubBudgets.Add(row);
        var round = new RoundRow { SubBudgetId = id, OrganisationId = organisation };
        round.Take(new Round(
            manifest,
            RoundState.Frozen,
            new TwoPersons(PersonId.From(Guid.NewGuid()), now, Voting.Round.FrozenWithin, PersonId.From(Guid.NewGuid()), now),
            null,
            null));
        db.Rounds.Add(round);
        await db.SaveChangesAsync(cancellationToken);
        return new OpenVote(id, [.. proposals.Select(proposal => proposal.ToString())], round.Number);
    }

    /// <summary>A vote that was frozen and opened through the API.</summary>
    /// <param name="settings">Of the Voting process.</param>
    public static async Task<OpenVote> FindAsync(IReadOnlyDictionary<string, string?> settings, SubBudgetId id, CancellationToken cancellationToken)
    {
        await using var db = Open(settings);
        var round = await db.Rounds.AsNoTracking().FirstAsync(row => row.SubBudgetId == id, cancellationToken);
        return new OpenVote(id, [.. Manifest.Read(round.Manifest).Items.Select(item => item.ProposalId.ToString())], round.Number);
    }

    internal async Task EndAsync(IReadOnlyDictionary<string, string?> settings, TimeSpan after, CancellationToken cancellationToken)
    {
        await using var db = Open(settings);
        var row = await db.SubBudgets.FirstAsync(row => row.Id == Id, cancellationToken);
        var end = TimeProvider.System.GetUtcNow() + after;
        if (row.VotingCloses > end)
        {
            row.VotingCloses = end;
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Whether the ledger is whole and the log ended.</summary>
    internal async Task<bool> IsClosedAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        await using var db = Open(settings);
        return await db.Rounds.AnyAsync(row => row.Number == Round && row.Closing != null, cancellationToken);
    }

    /// <summary>A connection of its own each time: one that was kept may be to a server that has been killed meanwhile.</summary>
    internal static VotingDb Open(IReadOnlyDictionary<string, string?> settings) => settings["Storage:Provider"] == "postgres"
        ? new VotingDbPostgres(new DbContextOptionsBuilder<VotingDbPostgres>().UseNpgsql($"{settings["Storage:ConnectionString"]};Pooling=false").UseSnakeCaseNamingConvention().Options)
        : new VotingDbSqlite(new DbContextOptionsBuilder<VotingDbSqlite>().UseSqlite(settings["Storage:ConnectionString"]).UseSnakeCaseNamingConvention().Options);

    private sealed class Development : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
