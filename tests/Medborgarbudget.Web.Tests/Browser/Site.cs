using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.Standalone.Hosting;
using Medborgarbudget.Web.SubBudgets;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>The whole system with its demo in this process, and a browser to look at it with.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly Dictionary<string, string> _paths = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-web-").FullName;
    private StandaloneSystem? _system;
    private VotingNow? _vote;
    private Polls? _polls;
    private int _voters;
    private int _codes;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Names of pages that anybody can open; those in English begin with "en ".</summary>
    public static IReadOnlyList<string> PublicPages { get; } =
    [
        "start", "en start", "start by phase", "voting", "en voting", "intake", "follow-up", "proposals", "en proposals", "proposal", "en proposal",
        "ballot", "en ballot", "ballot not open", "result", "en result", "no result", "why", "en why", "why not", "count", "en count", "decision", "en decision", "no decision", "measures", "en measures", "measure",
        "check", "en check", "accessibility", "en accessibility", "sign-in failed", "missing",
    ];

    public string PathOf(string name) =>
        name.StartsWith("en ", StringComparison.Ordinal) ? "/en" + _paths[name[3..]].TrimEnd('/') : _paths[name];

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _system = await StandaloneSystem.StartAsync(new StandaloneOptions(_folder, Port: 0, GrpcPort: 0), DemoData.FillAsync, cancellationToken);
        using var api = new PublicApi(_system);
        await FindPathsAsync(api, cancellationToken);
        _polls!.AddPathsTo(_paths);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("MEDBORGARBUDGET_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    /// <summary>Voting places and paper of the demo's vote and of one that is closed.</summary>
    internal Polls Polls => _polls!;

    public Uri Gateway => _system!.Gateway;

    /// <summary>The sub-budget of "ballot", and whose it is.</summary>
    public string VoteId => _vote!.Id;

    public string VoteOrganisation => _vote!.Organisation;

    public Task<Visitor> VisitAsync(BrowserNewContextOptions options, Uri? elsewhere = null) =>
        Visitor.OpenAsync(_browser!, elsewhere ?? _system!.Gateway, options);

    public PublicApi OpenApi() => new(_system!);

    /// <summary>A person on the roll of "ballot" who has not voted.</summary>
    public string NextVoter() => VotingNow.VoterOf(Interlocked.Increment(ref _voters));

    /// <summary>A voting code for "ballot" that nobody has used.</summary>
    public string NextCode() => _vote!.Codes[Interlocked.Increment(ref _codes) - 1];

    /// <summary>Opens or closes the waiting room before "ballot", as an official does, and sends others ahead into the line.</summary>
    public async Task SetWaitingRoomAsync(WaitingRoomMode mode, int rate, int ahead = 0)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var api = new PublicApi(_system!);
        var leader = new WaitingRoomService.WaitingRoomServiceClient(await api.As(DemoPersons.ProcessLeader, cancellationToken));
        await leader.SetWaitingRoomAsync(
            new SetWaitingRoomRequest { SubBudgetId = _vote!.Id, Mode = mode, AdmittedPerSecond = rate }, cancellationToken: cancellationToken);
        for (var i = 0; i < ahead; i++)
        {
            await leader.TakeWaitingTicketAsync(new TakeWaitingTicketRequest { SubBudgetId = _vote.Id }, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Lets everybody in who waits, so that the next test finds no line.</summary>
    public async Task EmptyWaitingRoomAsync()
    {
        const int Most = 10_000;
        var cancellationToken = TestContext.Current.CancellationToken;
        await SetWaitingRoomAsync(WaitingRoomMode.Open, Most);
        using var api = new PublicApi(_system!);
        var leader = new WaitingRoomService.WaitingRoomServiceClient(await api.As(DemoPersons.ProcessLeader, cancellationToken));
        while ((await leader.GetWaitingRoomAsync(new GetWaitingRoomRequest { SubBudgetId = _vote!.Id }, cancellationToken: cancellationToken)).Waiting > 0)
        {
            await Task.Delay(100, cancellationToken);
        }

        await SetWaitingRoomAsync(WaitingRoomMode.Automatic, rate: 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _polls?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task FindPathsAsync(PublicApi api, CancellationToken cancellationToken)
    {
        _paths["start"] = "/";
        _paths["start by phase"] = "/?fas=8";
        _paths["check"] = "/kontrollera";
        _paths["accessibility"] = "/tillganglighet";
        _paths["sign-in failed"] = "/logga-in/misslyckades";
        _paths["missing"] = "/finns-inte";
        var budgets = new BudgetService.BudgetServiceClient(api.Visitor);
        _vote = new VotingNow(api, _system!.Clock, await InPhase(Phase.Voting));
        await _vote.OpenAsync(cancellationToken);
        var vote = PathOf(await budgets.GetSubBudgetAsync(new GetSubBudgetRequest { SubBudgetId = _vote.Id }, cancellationToken: cancellationToken));
        _paths["voting"] = vote;
        _paths["ballot"] = $"{vote}/rosta";
        _paths["no result"] = $"{vote}/resultat";
        _polls = new Polls(new PublicApi(_system), _system.Clock);
        await _polls.FindAsync(await InPhase(Phase.Voting), await InPhase(Phase.FollowUp), cancellationToken);
        await FindIntakeAsync(api, await InPhase(Phase.IdeaIntake), cancellationToken);
        await FindFollowUpAsync(api, await InPhase(Phase.FollowUp), cancellationToken);

        async Task<SubBudget> InPhase(Phase phase)
        {
            var list = await budgets.ListSubBudgetsAsync(new ListSubBudgetsRequest { Phase = phase }, cancellationToken: cancellationToken);
            return list.SubBudgets.First(subBudget => !subBudget.Rehearsal && subBudget.Plan.Name != VotingNow.WebsName);
        }
    }

    private async Task FindIntakeAsync(PublicApi api, SubBudget intake, CancellationToken cancellationToken)
    {
        _paths["intake"] = PathOf(intake);
        _paths["proposals"] = $"{_paths["intake"]}/forslag";
        _paths["ballot not open"] = $"{_paths["intake"]}/rosta";
        _paths["no decision"] = $"{_paths["intake"]}/beslut";
        var proposals = await new ProposalService.ProposalServiceClient(api.Visitor)
            .ListProposalsAsync(new ListProposalsRequest { SubBudgetId = intake.SubBudgetId }, cancellationToken: cancellationToken);
        var proposal = proposals.Proposals[0];
        _paths["proposal"] = $"{_paths["proposals"]}/{Place.Segment(proposal.ProposalId, proposal.Text.Title)}";
    }

    private async Task FindFollowUpAsync(PublicApi api, SubBudget follow, CancellationToken cancellationToken)
    {
        _paths["follow-up"] = PathOf(follow);
        _paths["result"] = $"{_paths["follow-up"]}/resultat";
        _paths["count"] = $"{_paths["result"]}/rakning";
        await FindReasonsAsync(api, follow.SubBudgetId, cancellationToken);
        _paths["decision"] = $"{_paths["follow-up"]}/beslut";
        _paths["measures"] = $"{_paths["follow-up"]}/genomforande";
        var measures = await new FollowUpService.FollowUpServiceClient(api.Visitor)
            .ListMeasuresAsync(new ListMeasuresRequest { SubBudgetId = follow.SubBudgetId }, cancellationToken: cancellationToken);
        _paths["measure"] = $"{_paths["measures"]}/{Place.Segment(measures.Measures[0].MeasureId, measures.Measures[0].Title)}";
    }

    private async Task FindReasonsAsync(PublicApi api, string subBudget, CancellationToken cancellationToken)
    {
        var votes = new VotingService.VotingServiceClient(api.Visitor);
        var result = await votes.GetResultAsync(new GetResultRequest { SubBudgetId = subBudget }, cancellationToken: cancellationToken);
        _paths["why"] = $"{_paths["result"]}/{result.Items.First(item => item.Outcome == ItemOutcome.Selected).Item.Number}";
        _paths["why not"] = $"{_paths["result"]}/{result.Items.Last(item => item.Outcome != ItemOutcome.Selected).Item.Number}";
        await PublicApi.Eventually(
            async () => await votes.GetExplanationAsync(new GetExplanationRequest { SubBudgetId = subBudget }, cancellationToken: cancellationToken), cancellationToken);
    }

    private static string PathOf(SubBudget subBudget) => new Place(subBudget, "").Path;
}

[CollectionDefinition(nameof(Site))]
public sealed class SiteGroup : ICollectionFixture<Site>;
