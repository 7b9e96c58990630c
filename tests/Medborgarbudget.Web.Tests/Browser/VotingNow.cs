using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.Standalone.Hosting;
using Google.Protobuf.WellKnownTypes;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>One more sub-budget in voting, beside the demo's, whose voters and voting codes are known.</summary>
/// <param name="daysAgo">Everything happens so much earlier; with eleven the vote is over by now.</param>
internal sealed class VotingNow(PublicApi api, InstallationClock clock, SubBudget example, string name = VotingNow.WebsName, int daysAgo = 0)
{
    public const string WebsName = "Webbens delbudget";

    private const int Voters = 40;

    private static readonly Idea[] Ideas =
    [
        new("marta", "Utegym vid ån", "Sex redskap i trä.", "Åparken", 180_000),
        new("karin", "Belysning på gångvägen mellan skolan och idrottsplatsen", "Lampor med sensor.", "Norra skolan", 95_000),
        new("hugo", "Skateramp", "En ramp för nybörjare.", "Hamnen", 310_000),
    ];

    private readonly DateTimeOffset _today = TimeProvider.System.GetUtcNow();

    public SubBudgetYear Year { get; } = new(api, example.EditionId, example.Plan.CriteriaSetId) { Connections = [Connection.Works, Connection.RunsBusiness] };

    public string Id => Year.Id;

    public string Organisation => example.OrganisationId;

    public IReadOnlyList<string> Codes { get; private set; } = [];

    public static string VoterOf(int number) => $"webbrost-{number:0000}";

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        finally
        {
            clock.Release();
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var year = Year;
        At(-42);
        var rule = new VotingRule { VoteType = VoteType.Knapsack, CountRule = CountRule.Greedy, Castcheck = true };
        await year.PlanAsync(name, "Hela orten", ScopeKind.Area, 400_000, rule, Calendar(), cancellationToken);
        At(-39);
        var proposals = new List<string>();
        foreach (var idea in Ideas)
        {
            proposals.Add(await year.ProposeAsync(idea, cancellationToken));
        }

        At(-29);
        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, cancellationToken);
        foreach (var (proposal, idea) in proposals.Zip(Ideas))
        {
            await year.ScreenAsync(proposal, idea, cancellationToken);
        }

        await year.AdvanceAsync(Phase.ReviewWindow, DemoPersons.LeadScreener, cancellationToken);
        At(-19);
        var election = new Election(api, year);
        await election.FreezeAsync(cancellationToken);
        await year.AdvanceAsync(Phase.BallotFrozen, DemoPersons.LeadScreener, cancellationToken);
        await ImportRoll(cancellationToken);
        At(-9);
        await year.AdvanceAsync(Phase.Voting, DemoPersons.ProcessLeader, cancellationToken, DemoPersons.SecondProcessLeader);
    }

    private async Task ImportRoll(CancellationToken cancellationToken)
    {
        var administrator = await api.As(DemoPersons.Administrator, cancellationToken);
        var rolls = new RollService.RollServiceClient(administrator);
        var date = _today.AddDays(-20 - daysAgo).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var import = await PublicApi.Eventually(
            async () => await rolls.StartRollImportAsync(new StartRollImportRequest { SubBudgetId = Id, ExtractDate = date }, cancellationToken: cancellationToken),
            cancellationToken);
        var rows = Enumerable.Range(1, Voters).Select(number => $"local,{VoterOf(number)},Norr,1980-01-01");
        var csv = "key_type,key,area,birth_date\n" + string.Join('\n', rows) + "\n";
        await rolls.PutRollImportPartAsync(new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = 1, Csv = csv }, cancellationToken: cancellationToken);
        await rolls.CommitRollImportAsync(new CommitRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: cancellationToken);
        var codes = await VotingCodes.DrawAsync(administrator, Id, "Medborgarbudget", Voters, cancellationToken);

        // The voters at the end of the roll use their codes, those at its beginning their e-ID.
        Codes = [.. codes.OrderByDescending(code => code.Key, StringComparer.Ordinal).Select(code => code.Value)];
    }

    /// <summary>Sets the clock to a day of the vote, counted from ten days after it opened.</summary>
    public void At(double days) => clock.Set(_today.AddDays(days - daysAgo));

    private Calendar Calendar() => new()
    {
        IntakeOpens = Moment(-40),
        IntakeCloses = Moment(-30),
        ReviewCloses = Moment(-20),
        VotingOpens = Moment(-10),
        VotingCloses = Moment(10),
        ObjectionsClose = Moment(20),
    };

    private Timestamp Moment(double days) => Timestamp.FromDateTimeOffset(_today.AddDays(days - daysAgo));
}
