using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>The officials' part before the vote: assessment by two, review, freeze by two.</summary>
internal sealed class Screening(Town town)
{
    public async Task ScreenAsync()
    {
        (await town.CannotEnterAsync(Phase.ReviewWindow, DemoPersons.LeadScreener)).ShouldContain("screening.outcomes_missing");
        var first = new ScreeningService.ScreeningServiceClient(await town.As(DemoPersons.LeadScreener));
        await NobodyAcceptsTheOwnAsync(first, town.Proposals[Proposing.Gym]);
        foreach (var idea in Proposing.Ideas)
        {
            await town.Year.ScreenAsync(town.Proposals[idea.Title], idea, Town.Cancel);
        }

        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "screening.accepted", () => first.AssessProposalAsync(
            new AssessProposalRequest { ProposalId = town.Proposals[Proposing.Gym], Assessment = Feasible(1) }, cancellationToken: Town.Cancel));
        await town.MayNotLeaveAsync(Phase.ReviewWindow, DemoPersons.ProcessLeader);
        await town.Year.AdvanceAsync(Phase.ReviewWindow, DemoPersons.LeadScreener, Town.Cancel);
    }

    /// <summary>The outcome of the skatepark is reviewed by somebody else, and changed.</summary>
    public async Task ReviewAsync()
    {
        var request = new RequestReviewRequest { ProposalId = town.Proposals[Proposing.Skatepark], Reason = "Parkeringen är flyttad." };
        var stranger = new ScreeningService.ScreeningServiceClient(await town.As("nina"));
        await Refusals.RefusedAsync(StatusCode.PermissionDenied, "screening.not_own_proposal", () => stranger.RequestReviewAsync(request, cancellationToken: Town.Cancel));
        var proposer = new ScreeningService.ScreeningServiceClient(await town.Api.As("rut", Town.Cancel));
        await Standalone.Api.PublicApi.Eventually(async () => await proposer.RequestReviewAsync(request, cancellationToken: Town.Cancel), Town.Cancel);

        var decide = new DecideReviewRequest { ProposalId = request.ProposalId, Assessment = Feasible(110_000) };
        var first = new ScreeningService.ScreeningServiceClient(await town.As(DemoPersons.LeadScreener));
        await Refusals.RefusedAsync(StatusCode.PermissionDenied, "screening.reviewer_was_first", () => first.DecideReviewAsync(decide, cancellationToken: Town.Cancel));
        await new ScreeningService.ScreeningServiceClient(await town.Api.As(DemoPersons.SecondLeadScreener, Town.Cancel))
            .DecideReviewAsync(decide, cancellationToken: Town.Cancel);
    }

    public async Task FreezeAsync()
    {
        (await town.CannotEnterAsync(Phase.BallotFrozen, DemoPersons.LeadScreener)).ShouldContain("voting.ballot_not_frozen");
        town.At(-179);
        var visitor = new VotingService.VotingServiceClient(town.Visitor);
        await Refusals.RefusedAsync(StatusCode.NotFound, "voting.manifest_missing", () => visitor.GetManifestAsync(
            new GetManifestRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));

        var first = new VotingService.VotingServiceClient(await town.Api.As(DemoPersons.ProcessLeader, Town.Cancel));
        var freeze = await Standalone.Api.PublicApi.Eventually(
            async () => await first.RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel), Town.Cancel);
        freeze.Manifest.Items.Select(item => item.Title).ShouldBe([Proposing.Gym, Proposing.Playground, Proposing.Benches, Proposing.Skatepark], ignoreOrder: true);
        await ApproveAsync(freeze.Manifest.Hash);
        await town.MayNotLeaveAsync(Phase.BallotFrozen, DemoPersons.ProcessLeader);
        await town.Year.AdvanceAsync(Phase.BallotFrozen, DemoPersons.LeadScreener, Town.Cancel);
    }

    private static async Task NobodyAcceptsTheOwnAsync(ScreeningService.ScreeningServiceClient first, string proposal)
    {
        var partial = Feasible(100);
        partial.Verdicts.RemoveAt(2);
        await Refusals.RefusedAsync(StatusCode.InvalidArgument, "screening.criteria_left", () => first.AssessProposalAsync(
            new AssessProposalRequest { ProposalId = proposal, Assessment = partial }, cancellationToken: Town.Cancel));
        await first.AssessProposalAsync(new AssessProposalRequest { ProposalId = proposal, Assessment = Feasible(100) }, cancellationToken: Town.Cancel);
        await Refusals.RefusedAsync(StatusCode.PermissionDenied, "screening.second_person_is_first", () => first.AcceptScreeningAsync(
            new AcceptScreeningRequest { ProposalId = proposal }, cancellationToken: Town.Cancel));
    }

    private async Task ApproveAsync(string hash)
    {
        var approve = new ApproveFreezeRequest { SubBudgetId = town.SubBudget, Hash = hash };
        var first = new VotingService.VotingServiceClient(await town.As(DemoPersons.ProcessLeader));
        await Refusals.RefusedAsync(StatusCode.PermissionDenied, "voting.second_person_is_first", () => first.ApproveFreezeAsync(approve, cancellationToken: Town.Cancel));
        var second = new VotingService.VotingServiceClient(await town.Api.As(DemoPersons.SecondProcessLeader, Town.Cancel));
        var other = new ApproveFreezeRequest { SubBudgetId = town.SubBudget, Hash = new string('0', 64) };
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "voting.manifest_changed", () => second.ApproveFreezeAsync(other, cancellationToken: Town.Cancel));
        (await second.ApproveFreezeAsync(approve, cancellationToken: Town.Cancel)).AwaitingSecondPerson.ShouldBeFalse();
    }

    private static Assessment Feasible(long kronor) => new()
    {
        Feasibility = Feasibility.Feasible,
        CostOre = kronor * 100,
        Reason = "Går att genomföra.",
        Verdicts =
        {
            new CriterionVerdict { CriterionKey = "k1", Met = true },
            new CriterionVerdict { CriterionKey = "k2", Met = true },
            new CriterionVerdict { CriterionKey = "k3", Met = true },
        },
    };
}
