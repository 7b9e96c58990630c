using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Calendar = Medborgarbudget.Contracts.Budget.V1.Calendar;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Brings a new sub-budget from draft to a frozen ballot, each act by the persons whose roles it needs.</summary>
internal sealed class SetUp(GatewayConnection gateway, Calls calls, Staff staff, Display display, TimeProvider clock)
{
    private const string Language = "sv";

    private readonly MovePhase _phase = new(gateway, calls);

    /// <summary>Gives the sub-budget's id and the proposals' ids in the order of the election's projects.</summary>
    public async Task<(string SubBudgetId, IReadOnlyList<string> ProposalIds)> FreezeBallotAsync(
        RehearsedElection election, CancellationToken cancellationToken)
    {
        var subBudget = await CreateAsync(election, cancellationToken);
        display.Step($"Sub-budget {subBudget} in {staff.Organisation.Name}");
        await AnnounceAsync(subBudget, election, cancellationToken);
        await _phase.ToAsync(subBudget, Phase.IdeaIntake, staff.ProcessLeader, null, cancellationToken);

        display.Step($"Entering {election.Counted.Projects.Length} proposals");
        var proposals = new Proposals(gateway, calls, staff);
        var ids = await proposals.EnterAsync(subBudget, election, cancellationToken);
        await _phase.ToAsync(subBudget, Phase.Screening, staff.ProcessLeader, null, cancellationToken);

        display.Step("Screening them");
        await proposals.ScreenAsync(ids, election, cancellationToken);
        await _phase.ToAsync(subBudget, Phase.ReviewWindow, staff.LeadScreener, null, cancellationToken);

        display.Step("Freezing the ballot");
        await proposals.FreezeAsync(subBudget, ids, election, cancellationToken);
        await _phase.ToAsync(subBudget, Phase.BallotFrozen, staff.LeadScreener, null, cancellationToken);
        return (subBudget, ids);
    }

    private async Task<string> CreateAsync(RehearsedElection election, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var edition = await calls.AskAsync(
            "Creating the edition",
            staff.ProcessLeader,
            options => gateway.Budget.CreateEditionAsync(
                new CreateEditionRequest
                {
                    OrganisationId = staff.Organisation.OrganisationId,
                    Name = string.Create(CultureInfo.InvariantCulture, $"Genrep {now:yyyy-MM-dd HH:mm}"),
                    Year = now.Year,
                },
                options),
            cancellationToken);
        var criteria = await calls.AskAsync(
            "Adding the criteria",
            staff.ProcessLeader,
            options => gateway.Budget.AddCriteriaSetAsync(
                new AddCriteriaSetRequest
                {
                    EditionId = edition.EditionId,
                    Criteria = { new Criterion { Key = Proposals.CriterionKey, Text = "Förslaget står i det val som genrepas." } },
                },
                options),
            cancellationToken);
        var subBudget = await calls.AskAsync(
            "Creating the sub-budget",
            staff.ProcessLeader,
            options => gateway.Budget.CreateSubBudgetAsync(
                new CreateSubBudgetRequest { EditionId = edition.EditionId, Plan = PlanOf(election, criteria.CriteriaSetId, now), Rehearsal = true }, options),
            cancellationToken);
        return subBudget.SubBudgetId;
    }

    // Windows do not bind a rehearsal, but they have to be in order.
    private static Plan PlanOf(RehearsedElection election, string criteriaSetId, DateTimeOffset now) => new()
    {
        Name = PlainText.Line($"Genrep: {election.Name}", 100),
        ScopeKind = ScopeKind.Area,
        Scope = "Genrep",
        AmountOre = election.Counted.Budget,
        CriteriaSetId = criteriaSetId,
        VotingRule = election.Rule,
        RollRule = new RollRule { AsOf = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        Calendar = new Calendar
        {
            IntakeOpens = now.AddHours(-1).ToTimestamp(),
            IntakeCloses = now.AddDays(1).ToTimestamp(),
            ReviewCloses = now.AddDays(2).ToTimestamp(),
            VotingOpens = now.AddDays(2).ToTimestamp(),
            VotingCloses = now.AddDays(9).ToTimestamp(),
            ObjectionsClose = now.AddDays(10).ToTimestamp(),
        },
        RequiredLanguages = { Language },
    };

    private async Task AnnounceAsync(string subBudget, RehearsedElection election, CancellationToken cancellationToken)
    {
        await _phase.ToAsync(subBudget, Phase.Determined, staff.ProcessLeader, null, cancellationToken);
        await calls.AskAsync(
            "Recording the mandate",
            staff.Secretary,
            options => gateway.Decision.RecordMandateAsync(MandateOf(subBudget, election), options),
            ["decision.mandate_recorded"],
            cancellationToken);
        await _phase.ToAsync(subBudget, Phase.Announced, staff.ProcessLeader, staff.SecondProcessLeader, cancellationToken);
        await calls.AskAsync(
            "Setting the outreach text",
            staff.ProcessLeader,
            options => gateway.Budget.SetOutreachTextAsync(
                new SetOutreachTextRequest
                {
                    SubBudgetId = subBudget,
                    Language = Language,
                    Title = PlainText.Line($"Genrep: {election.Name}", 200),
                    Text = "Detta är ett genrep. Inga riktiga röster tas emot.",
                    ContactPoint = "Den som kör genrepet",
                    AccessibilityStatement = "Gäller inte för genrep.",
                },
                options),
            cancellationToken);
    }

    private RecordMandateRequest MandateOf(string subBudget, RehearsedElection election) => new()
    {
        SubBudgetId = subBudget,
        AmountOre = election.Counted.Budget,
        Promise = "Genrep: inget beslut följer.",
        Decision = new BodyDecision
        {
            Body = "Genrepsnämnden",
            Date = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Paragraph = "§ 1",
            CaseNumber = "GENREP 1",
        },
    };
}
