using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Process;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>A voter of the round, by e-ID or by code.</summary>
/// <param name="Name">As the e-ID gives it.</param>
/// <param name="Key">Personal number or local key, as on the roll.</param>
internal sealed record Voter(string Name, string Key, string PersonId, string AccessToken, string BallotToken)
{
    public bool HasNumber => char.IsAsciiDigit(Key[0]);

    public byte[] Pseudonym => Claim("pid") is var pid ? global::System.Buffers.Text.Base64Url.DecodeFromChars(pid) : [];

    private string Claim(string name) =>
        JsonDocument.Parse(global::System.Buffers.Text.Base64Url.DecodeFromChars(BallotToken.Split('.')[1])).RootElement.GetProperty(name).GetString()!;
}

/// <summary>
/// The program in a process of its own, logging everything: a whole round is held, clients misbehave, the key is destroyed, the program
/// is stopped. What it wrote to terminal and disk is what the tests look through.
/// </summary>
public sealed class TracedSystem : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-traced-").FullName;
    private readonly List<Voter> _voters = [];

    internal string Data => Path.Combine(_folder, "data");

    /// <summary>Copies of Identity's files, taken while the key was there.</summary>
    internal string Before => Path.Combine(_folder, "before");

    internal IReadOnlyList<Voter> Voters => _voters;

    internal string SubBudget { get; private set; } = "";

    internal IReadOnlyList<string> ProposalIds { get; private set; } = [];

    internal IReadOnlyList<string> Codes { get; private set; } = [];

    internal IReadOnlyList<string> Log { get; private set; } = [];

    internal byte[] Metrics { get; private set; } = [];

    internal int Misdeeds { get; private set; }

    internal byte[] Issued { get; private set; } = [];

    internal PseudonymKey Destroyed { get; private set; } = new();

    internal string IssuedRefusal { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Of every listed person of the e-ID.</summary>
    internal static IReadOnlyList<string> AllNumbers { get; } =
    [
        "199503232390", "199602292386", "199512312381", "199606012392", "199504012387", "199504022394", "199504032385", "199504042392", "199504052383",
        "199908072391", "197001782395", "201701012393", "189001019802",
    ];

    public async ValueTask InitializeAsync()
    {
        using var running = await StandaloneProcess.RunAsync(Data, Cancel, more: ["--log", "trace"]);
        using var api = new PublicApi(running.Gateway, running.GatewayGrpc, TimeProvider.System);
        await HoldRoundAsync(running, api);
        await running.StopAsync(Cancel);
        Log = running.Lines;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task HoldRoundAsync(StandaloneProcess running, PublicApi api)
    {
        var organisation = await new Organisations(api).RegisterAsync("Tystberga", "tystberga", rehearsal: true, Cancel);
        var custody = new Custody(api, organisation);
        await custody.AppointAsync(Cancel);
        var (year, election) = await UntilVotingAsync(api, organisation);
        SubBudget = year.Id;
        await VoteAsync(running.Gateway, api, election);
        await MisbehaveAsync(running.Gateway, api);
        await election.CountAsync(Cancel);
        Issued = await custody.IssuedAsync(SubBudget, Cancel);
        await election.CertifyAsync(Cancel);
        CopyIdentity();
        Destroyed = await custody.DestroyAsync(SubBudget, Cancel);
        IssuedRefusal = await custody.IssuedRefusalAsync(SubBudget, Cancel);
        using var http = new HttpClient { BaseAddress = running.Gateway };
        Metrics = await (await http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancel)).Content.ReadAsByteArrayAsync(Cancel);
    }

    private async Task<(SubBudgetYear Year, Election Election)> UntilVotingAsync(PublicApi api, string organisation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (edition, criteria) = await Editions.OpenAsync(api, organisation, "Prov", now.Year, Cancel);
        var year = new SubBudgetYear(api, edition, criteria) { IsRehearsal = true };
        var rule = new VotingRule { VoteType = VoteType.Approval, CountRule = CountRule.Greedy, Castcheck = true };
        await year.PlanAsync("Prov", "Hela kommunen", ScopeKind.Area, 100_000, rule, Hostile.Ground.Windows(now), Cancel);
        Idea[] ideas = [new("nina", "Bänkar", "Tre bänkar.", "Torget", 20_000), new("rut", "Gungor", "Två gungor.", "Parken", 30_000)];
        ProposalIds = [await year.ProposeAsync(ideas[0], Cancel), await year.ProposeAsync(ideas[1], Cancel)];
        await DraftAsync(api, year.Id);
        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, Cancel);
        foreach (var (proposal, idea) in ProposalIds.Zip(ideas))
        {
            await year.ScreenAsync(proposal, idea, Cancel);
        }

        await year.AdvanceAsync(Phase.ReviewWindow, DemoPersons.LeadScreener, Cancel);
        var election = new Election(api, year);
        await election.FreezeAsync(Cancel);
        await year.AdvanceAsync(Phase.BallotFrozen, DemoPersons.LeadScreener, Cancel);
        await election.ImportRollAsync(6, now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Cancel);
        await year.AdvanceAsync(Phase.Voting, DemoPersons.ProcessLeader, Cancel, DemoPersons.SecondProcessLeader);
        Codes = [.. election.Codes.Values, .. election.Codes.Values.Select(code => code.Replace("-", "", StringComparison.Ordinal))];
        return (year, election);
    }

    /// <summary>A client that takes the person's number for its idempotency key, which is kept.</summary>
    private static async Task DraftAsync(PublicApi api, string subBudget)
    {
        var proposals = new ProposalService.ProposalServiceClient(api.WithBearer(await api.TokenAsync("nina", Cancel), AllNumbers[1]));
        var draft = new CreateDraftRequest { SubBudgetId = subBudget, Text = new ProposalText { Title = "Bänk", Text = "En bänk.", Place = "Torget", CostGuessOre = 100_00 } };
        var first = await proposals.CreateDraftAsync(draft, cancellationToken: Cancel);
        (await proposals.CreateDraftAsync(draft, cancellationToken: Cancel)).ProposalId.ShouldBe(first.ProposalId);
    }

    private async Task VoteAsync(Uri gateway, PublicApi api, Election election)
    {
        (string Person, string Name, string Key)[] persons =
        [
            ("marta", "Märta Urgammal", "189001019802"), ("alva", "Alva Påhittad", "199503232390"),
            (Election.Resident(5), "Testperson boende-0005", Election.Resident(5)), (Election.Resident(6), "Testperson boende-0006", Election.Resident(6)),
        ];
        using var http = new HttpClient { BaseAddress = gateway };
        foreach (var (person, name, key) in persons)
        {
            var invoker = await api.As(person, Cancel);
            var rolls = new RollService.RollServiceClient(invoker);
            var issue = new IssueBallotTokenRequest { SubBudgetId = SubBudget };
            var token = await PublicApi.Eventually(async () => await rolls.IssueBallotTokenAsync(issue, cancellationToken: Cancel), Cancel);
            var me = await new IdentityService.IdentityServiceClient(invoker).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel);
            _voters.Add(new Voter(name, key, me.PersonId, await api.TokenAsync(person, Cancel), token.Token));
            await CastAsync(http, token.Token, [ProposalIds[_voters.Count % 2]]);
            await CastAsync(http, token.Token, ProposalIds);
            await ShowAsync(http, token.Token);
        }

        for (var resident = 1; resident <= 4; resident++)
        {
            await election.CastByCodeAsync(Election.Resident(resident), items => items.Take(1), Cancel);
        }
    }

    private async Task CastAsync(HttpClient http, string token, IEnumerable<string> proposalIds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"medborgarbudget/v1/sub-budgets/{SubBudget}/ballot")
        {
            Content = new StringContent(new { proposalIds }.ToJson(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task ShowAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"medborgarbudget/v1/sub-budgets/{SubBudget}/ballot:show")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var answer = await http.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        text.ShouldContain(ProposalIds[0]);
    }

    private async Task MisbehaveAsync(Uri gateway, PublicApi api)
    {
        using var misuse = new Misuse(gateway, api, SubBudget, _voters[0].BallotToken, ProposalIds[0]);
        foreach (var number in Traces.FormsOf(AllNumbers[1]).Concat(Traces.FormsOf(_voters[0].Key)))
        {
            await misuse.CommitAsync(number, Cancel);
        }

        Misdeeds = misuse.Answers;
    }

    private void CopyIdentity()
    {
        Directory.CreateDirectory(Before);
        foreach (var file in Directory.GetFiles(Data, "identity*"))
        {
            File.Copy(file, Path.Combine(Before, Path.GetFileName(file)));
        }
    }
}
