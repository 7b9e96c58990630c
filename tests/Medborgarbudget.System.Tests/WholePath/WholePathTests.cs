using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>A whole budget year through the gateway, from the application to the network to the good example.</summary>
public abstract class WholePathTests
{
    private protected abstract MovableSystem Running { get; }

    [Fact]
    public async Task Budget_year_runs_through_every_phase_and_refuses_the_wrong_persons_at_each_step()
    {
        using var town = new Town(Running);
        await WalkAsync(town);
    }

    /// <summary>The whole year, with what is asked of every step.</summary>
    internal static async Task WalkAsync(Town town)
    {
        await UntilIntakeClosesAsync(town);
        await UntilResultIsCertifiedAsync(town);
        await UntilGoodExampleIsPublishedAsync(town);

        await ProposalsEndedAsDecidedAsync(town);
        await MeasuresAreFinishedAsync(town);
        await PhasesFollowedOneAnotherAsync(town);
        EveryStepWasRefusedToOthers(town.WrongPersons);
        var auditing = new Auditing(town);
        await auditing.EveryActOfAnOfficialIsInTheLogAndNoneOfAVoterAsync();
        await auditing.LogsAreUnbrokenAsync();
    }

    private static async Task UntilIntakeClosesAsync(Town town)
    {
        var planning = new Planning(town);
        await planning.JoinTheNetworkAsync();
        await planning.PlanAsync();
        await planning.AnnounceAsync();
        var proposing = new Proposing(town);
        await proposing.ProposeAsync();
        await proposing.SupportAndCommentAsync();
        await proposing.CloseIntakeAsync();
    }

    private static async Task UntilResultIsCertifiedAsync(Town town)
    {
        var screening = new Screening(town);
        await screening.ScreenAsync();
        await screening.ReviewAsync();
        await screening.FreezeAsync();
        var election = new Election(town.Api, town.Year);
        var polling = new Polling(town, election);
        await polling.ImportRollAsync();
        var places = new VotingPlaces(town);
        await places.PlanAsync();
        await polling.OpenAsync();
        await polling.VoteAsync();
        await places.VoteAsync();
        var counting = new Counting(town, election, places);
        await counting.CountAsync();
        await counting.CertifyAsync();
        await counting.ResultIsRightAsync();
    }

    private static async Task UntilGoodExampleIsPublishedAsync(Town town)
    {
        var telling = new Telling(town);
        await telling.ListenAsync();
        var deciding = new Deciding(town);
        await deciding.DecideAsync();
        await deciding.AdjustAndPostAsync();
        await deciding.DecisionIsPublicAsync();
        var following = new Following(town);
        await following.CarryOutAsync();
        await telling.EverythingIsToldInItsOrganisationAloneAsync();
        await following.JudgeAsync();
        await following.ShowAsync();
    }

    private static async Task ProposalsEndedAsDecidedAsync(Town town)
    {
        var proposals = await new ProposalService.ProposalServiceClient(town.Visitor)
            .ListProposalsAsync(new ListProposalsRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        proposals.Proposals.Select(proposal => (proposal.Text.Title, proposal.State)).ShouldBe(
        [
            (Proposing.Gym, ProposalState.Approved),
            (Proposing.Playground, ProposalState.Rejected),
            (Proposing.Benches, ProposalState.Approved),
            (Proposing.Skatepark, ProposalState.Rejected),
            (Proposing.Motocross, ProposalState.NotFeasible),
        ]);
    }

    private static async Task MeasuresAreFinishedAsync(Town town)
    {
        var measures = await new Following(town).MeasuresAsync();
        measures.Count.ShouldBe(2);
        var followUp = new FollowUpService.FollowUpServiceClient(town.Visitor);
        foreach (var listed in measures)
        {
            var measure = await followUp.GetMeasureAsync(new GetMeasureRequest { MeasureId = listed.MeasureId }, cancellationToken: Town.Cancel);
            measure.State.ShouldBe(MeasureState.Finished);
            measure.CostSoFarOre.ShouldBe(measure.DecidedCostOre / 100 * 97);
            measure.Milestones.ShouldHaveSingleItem().ReachedOn.ShouldNotBeEmpty();
            measure.Updates.Count.ShouldBe(4);
        }
    }

    private static async Task PhasesFollowedOneAnotherAsync(Town town)
    {
        var changes = await new BudgetService.BudgetServiceClient(town.Visitor)
            .ListPhaseChangesAsync(new ListPhaseChangesRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        changes.Changes.Select(change => change.To).ShouldBe(Enum.GetValues<Phase>().Where(phase => phase > Phase.Draft), ignoreOrder: true);
    }

    /// <summary>Four refusals for most steps; the number says that the wrong persons did call.</summary>
    private static void EveryStepWasRefusedToOthers(WrongPersonsFirst wrongPersons)
    {
        wrongPersons.RefusalsByMethod.Count.ShouldBeGreaterThan(40);
        wrongPersons.RefusalsByMethod.Values.Sum().ShouldBeGreaterThan(200);
    }
}

[Collection(WholeSystemCollection.Name)]
public sealed class WholePathOnEmbeddedTests(SystemOnEmbedded fixture) : WholePathTests, IClassFixture<SystemOnEmbedded>
{
    private protected override MovableSystem Running => new(fixture.Running);
}

[Collection(WholeSystemCollection.Name)]
public sealed class WholePathOnRealServersTests(SystemOnRealServers fixture) : WholePathTests, IClassFixture<SystemOnRealServers>
{
    private protected override MovableSystem Running => new(fixture.Running);
}
