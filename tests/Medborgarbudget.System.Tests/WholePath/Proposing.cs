using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>The residents' part: drafts, proposals, support and comments, until the intake closes.</summary>
internal sealed class Proposing(Town town)
{
    public const string Gym = "Utegym";
    public const string Playground = "Lekplats";
    public const string Benches = "Bänkar";
    public const string Skatepark = "Skatepark";
    public const string Motocross = "Motorcross";

    /// <summary>The skatepark is refused at first and wins its review.</summary>
    public static IReadOnlyList<Idea> Ideas { get; } =
    [
        new("nina", Gym, "Redskap i trä och stål.", "Hamnplanen", 120_000),
        new("oskar", Playground, "Gungor för alla.", "Stadsparken", 200_000),
        new("petra", Benches, "Bänkar med armstöd.", "Storgatan", 60_000),
        new("rut", Skatepark, "En park av betong.", "Gamla torget", 110_000, Refused: "Marken behövs till parkering."),
        new("sten", Motocross, "En bana för cross.", "Grustaget", 280_000, Refused: "Kommunen äger inte marken."),
    ];

    public async Task ProposeAsync()
    {
        town.At(-230);
        var proposals = new ProposalService.ProposalServiceClient(await town.As("nina"));
        await DraftIsNobodyElsesAsync(proposals);
        foreach (var idea in Ideas)
        {
            town.Proposals.Add(idea.Title, await town.Year.ProposeAsync(idea, Town.Cancel));
        }

        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "proposal.not_draft", () => proposals.SubmitProposalAsync(
            new SubmitProposalRequest { ProposalId = town.Proposals[Gym] }, cancellationToken: Town.Cancel));
        (await Read(Gym)).ShouldSatisfyAllConditions(
            proposal => proposal.State.ShouldBe(ProposalState.Received), proposal => proposal.Number.ShouldBe(1));
    }

    public async Task SupportAndCommentAsync()
    {
        await town.Year.SupportAsync(town.Proposals[Gym], ["oskar", "petra", "oskar"], Town.Cancel);
        (await Read(Gym)).Supports.ShouldBe(2);
        await town.Year.CommentAsync(town.Proposals[Gym], "rut", "Det här har vi väntat på.", Town.Cancel);
        var comments = await new ProposalService.ProposalServiceClient(town.Visitor)
            .ListCommentsAsync(new ListCommentsRequest { ProposalId = town.Proposals[Gym] }, cancellationToken: Town.Cancel);
        comments.Comments.ShouldHaveSingleItem().Text.ShouldBe("Det här har vi väntat på.");

        var hide = new HideCommentRequest { CommentId = comments.Comments[0].CommentId, Reason = "Fel tråd." };
        await new ProposalService.ProposalServiceClient(await town.Api.As(DemoPersons.ProcessLeader, Town.Cancel)).HideCommentAsync(hide, cancellationToken: Town.Cancel);
    }

    public async Task CloseIntakeAsync()
    {
        (await town.CannotEnterAsync(Phase.Screening, DemoPersons.ProcessLeader)).ShouldContain("budget.window_open");
        town.At(-209);
        var late = new ProposalService.ProposalServiceClient(await town.As("nina"));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "proposal.intake_closed", () => late.CreateDraftAsync(Draft("För sent"), cancellationToken: Town.Cancel));
        await town.MayNotLeaveAsync(Phase.Screening, DemoPersons.LeadScreener);
        await town.Year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, Town.Cancel);
    }

    private async Task DraftIsNobodyElsesAsync(ProposalService.ProposalServiceClient proposals)
    {
        var draft = await PublicApi.Eventually(
            async () => await proposals.CreateDraftAsync(Draft("Hemligt"), cancellationToken: Town.Cancel), Town.Cancel);
        var other = new ProposalService.ProposalServiceClient(await town.As("oskar"));
        var visitor = new ProposalService.ProposalServiceClient(town.Visitor);
        await Refusals.RefusedAsync(StatusCode.NotFound, "proposal.missing", () => other.SubmitProposalAsync(
            new SubmitProposalRequest { ProposalId = draft.ProposalId }, cancellationToken: Town.Cancel));
        await Refusals.RefusedAsync(StatusCode.NotFound, "proposal.missing", () => visitor.GetProposalAsync(
            new GetProposalRequest { ProposalId = draft.ProposalId }, cancellationToken: Town.Cancel));
        await proposals.WithdrawProposalAsync(new WithdrawProposalRequest { ProposalId = draft.ProposalId }, cancellationToken: Town.Cancel);
    }

    private CreateDraftRequest Draft(string title) => new()
    {
        SubBudgetId = town.SubBudget,
        Text = new ProposalText { Title = title, Text = "En tanke.", Place = "Här" },
    };

    private async Task<Proposal> Read(string title) => await new ProposalService.ProposalServiceClient(town.Visitor)
        .GetProposalAsync(new GetProposalRequest { ProposalId = town.Proposals[title] }, cancellationToken: Town.Cancel);
}
