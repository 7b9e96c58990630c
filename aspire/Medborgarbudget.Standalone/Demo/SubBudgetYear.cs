using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>A proposal of the demo.</summary>
internal sealed record Idea(string Person, string Title, string Text, string Place, long Kronor, string? Refused = null);

/// <summary>The steps of one sub-budget up to its frozen ballot, each by the person whose task it is.</summary>
internal sealed class SubBudgetYear(PublicApi api, string editionId, string criteriaSetId)
{
    public string Id { get; private set; } = "";

    /// <summary>No real voters, and windows do not bind; only in an organisation for rehearsals.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Ties by which others than those on the roll may vote.</summary>
    public IReadOnlyList<Connection> Connections { get; init; } = [];

    /// <summary>Everything from the draft to the opened intake.</summary>
    public async Task PlanAsync(string name, string scope, ScopeKind kind, long kronor, VotingRule rule, Calendar calendar, CancellationToken cancellationToken)
    {
        await CreateAsync(name, scope, kind, kronor, rule, calendar, cancellationToken);
        await AdvanceAsync(Phase.Determined, DemoPersons.ProcessLeader, cancellationToken);
        await MandateAsync(name, kronor, calendar, cancellationToken);
        await AdvanceAsync(Phase.Announced, DemoPersons.ProcessLeader, cancellationToken, DemoPersons.SecondProcessLeader);
        await WriteTextsAsync(name, kronor, cancellationToken);
        await AdvanceAsync(Phase.IdeaIntake, DemoPersons.ProcessLeader, cancellationToken);
    }

    public async Task CreateAsync(string name, string scope, ScopeKind kind, long kronor, VotingRule rule, Calendar calendar, CancellationToken cancellationToken)
    {
        var budgets = await Budgets(DemoPersons.ProcessLeader, cancellationToken);
        var subBudget = await budgets.CreateSubBudgetAsync(
            new CreateSubBudgetRequest
            {
                EditionId = editionId,
                Rehearsal = IsRehearsal,
                Plan = new Plan
                {
                    Name = name,
                    ScopeKind = kind,
                    Scope = scope,
                    AmountOre = kronor * 100,
                    CriteriaSetId = criteriaSetId,
                    VotingRule = rule,
                    RollRule = new RollRule
                    {
                        MinAge = 12,
                        AsOf = calendar.VotingOpens.ToDateTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                        Connections = { Connections },
                    },
                    Calendar = calendar,
                    RequiredLanguages = { "sv", "en" },
                },
            },
            cancellationToken: cancellationToken);
        Id = subBudget.SubBudgetId;
    }

    public async Task<string> ProposeAsync(Idea idea, CancellationToken cancellationToken)
    {
        var proposals = new ProposalService.ProposalServiceClient(await api.As(idea.Person, cancellationToken));
        var draft = await PublicApi.Eventually(
            async () => await proposals.CreateDraftAsync(
                new CreateDraftRequest
                {
                    SubBudgetId = Id,
                    Text = new ProposalText { Title = idea.Title, Text = idea.Text, Place = idea.Place, CostGuessOre = idea.Kronor * 100 },
                },
                cancellationToken: cancellationToken),
            cancellationToken);
        await proposals.SubmitProposalAsync(new SubmitProposalRequest { ProposalId = draft.ProposalId }, cancellationToken: cancellationToken);
        return draft.ProposalId;
    }

    public async Task SupportAsync(string proposal, IEnumerable<string> persons, CancellationToken cancellationToken)
    {
        foreach (var person in persons)
        {
            await new ProposalService.ProposalServiceClient(await api.As(person, cancellationToken))
                .SupportProposalAsync(new SupportProposalRequest { ProposalId = proposal }, cancellationToken: cancellationToken);
        }
    }

    public async Task CommentAsync(string proposal, string person, string text, CancellationToken cancellationToken) =>
        await new ProposalService.ProposalServiceClient(await api.As(person, cancellationToken))
            .AddCommentAsync(new AddCommentRequest { ProposalId = proposal, Text = text }, cancellationToken: cancellationToken);

    public async Task ScreenAsync(string proposal, Idea idea, CancellationToken cancellationToken)
    {
        var assessment = new Assessment
        {
            Feasibility = idea.Refused is null ? Feasibility.Feasible : Feasibility.NotFeasible,
            CostOre = idea.Refused is null ? idea.Kronor * 100 : 0,
            RunningCostOre = idea.Refused is null ? idea.Kronor * 5 : 0,
            Reason = idea.Refused ?? "Går att genomföra under nästa år.",
            Verdicts =
            {
                new CriterionVerdict { CriterionKey = "k1", Met = true },
                new CriterionVerdict { CriterionKey = "k2", Met = idea.Refused is null, Reason = idea.Refused ?? "" },
                new CriterionVerdict { CriterionKey = "k3", Met = true },
            },
        };
        var first = new ScreeningService.ScreeningServiceClient(await api.As(DemoPersons.LeadScreener, cancellationToken));
        await PublicApi.Eventually(
            async () => await first.AssessProposalAsync(new AssessProposalRequest { ProposalId = proposal, Assessment = assessment }, cancellationToken: cancellationToken),
            cancellationToken);
        await new ScreeningService.ScreeningServiceClient(await api.As(DemoPersons.SecondLeadScreener, cancellationToken))
            .AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = proposal }, cancellationToken: cancellationToken);
    }

    /// <summary>Moves on when the guards hold, with the second person where one is named.</summary>
    public async Task AdvanceAsync(Phase to, string person, CancellationToken cancellationToken, string? second = null)
    {
        var request = new AdvancePhaseRequest { SubBudgetId = Id, To = to };
        foreach (var one in second is null ? [person] : new[] { person, second })
        {
            var budgets = await Budgets(one, cancellationToken);
            await PublicApi.Eventually(async () => await budgets.AdvancePhaseAsync(request, cancellationToken: cancellationToken), cancellationToken);
        }
    }

    public async Task MandateAsync(string name, long kronor, Calendar calendar, CancellationToken cancellationToken)
    {
        var decisions = new DecisionService.DecisionServiceClient(await api.As(DemoPersons.Secretary, cancellationToken));
        var decidedOn = calendar.IntakeOpens.ToDateTime().AddDays(-12).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await PublicApi.Eventually(
            async () => await decisions.RecordMandateAsync(
                new RecordMandateRequest
                {
                    SubBudgetId = Id,
                    AmountOre = kronor * 100,
                    Promise = "Kommunfullmäktige avser att följa röstningen.",
                    Decision = new BodyDecision { Body = "Kommunfullmäktige", Date = decidedOn, Paragraph = "§ 58", CaseNumber = $"KS 2026/{name.Length}" },
                },
                cancellationToken: cancellationToken),
            cancellationToken);
    }

    public async Task WriteTextsAsync(string name, long kronor, CancellationToken cancellationToken)
    {
        var budgets = await Budgets(DemoPersons.ProcessLeader, cancellationToken);
        foreach (var (language, title, text) in new[]
        {
            ("sv", $"Vad vill du göra för {kronor:N0} kr?", $"Alla som bor i området kan lämna förslag och rösta. Delbudget: {name}."),
            ("en", $"What would you do with SEK {kronor:N0}?", $"Everybody who lives in the area can propose and vote. Sub-budget: {name}."),
        })
        {
            await budgets.SetOutreachTextAsync(
                new SetOutreachTextRequest
                {
                    SubBudgetId = Id,
                    Language = language,
                    Title = title,
                    Text = text,
                    ContactPoint = "Medborgarkontoret, 0500-00 00 00",
                    AccessibilityStatement = "WCAG 2.2 AA; medborgarbudget@bjorkvik.example",
                },
                cancellationToken: cancellationToken);
        }
    }

    private async Task<BudgetService.BudgetServiceClient> Budgets(string person, CancellationToken cancellationToken) =>
        new(await api.As(person, cancellationToken));
}
