using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings.Tests.Domain;

/// <summary>Values with everything in order, for tests to change.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static readonly PersonId Proposer = new(Guid.NewGuid());

    public static readonly PersonId Screener = new(Guid.NewGuid());

    public static readonly PersonId Lead = new(Guid.NewGuid());

    public static readonly PersonId OtherLead = new(Guid.NewGuid());

    public static readonly SubBudget SubBudget = new()
    {
        Id = new SubBudgetId(Guid.NewGuid()),
        OrganisationId = new OrganisationId(Guid.NewGuid()),
        Version = 1,
        Phase = Phase.Screening,
        IsPaused = false,
        IsAborted = false,
        IsRehearsal = false,
        MaxProposalCost = new Money(500_000_00),
        ReviewCloses = Now.AddDays(7),
        Criteria = ["k1", "k2"],
    };

    public static readonly SubBudget InReview = SubBudget with { Phase = Phase.ReviewWindow };

    public static AssessmentDraft Feasible(long costOre = 300_000_00) =>
        new([new("k1", true, ""), new("k2", true, "")], Feasibility.Feasible, new Money(costOre), new Money(10_000_00), "");

    public static AssessmentDraft NotFeasible() =>
        new([new("k1", true, ""), new("k2", false, "Marken är privat.")], Feasibility.NotFeasible, new Money(5), new Money(5), "Marken är privat.");

    public static ScreenedProposal Proposal(int version = 1, bool isDropped = false) => new(
        new ProposalId(Guid.NewGuid()),
        SubBudget.Id,
        SubBudget.OrganisationId,
        version,
        1,
        isDropped,
        "Utegym",
        "Sex redskap.",
        "Åparken",
        [Proposer]);

    public static Screening Open() => Screening.Start(Proposal());

    public static Screening Assessed() => Open().Assess(SubBudget, new Official(Lead, IsLead: true), Feasible()).Value;

    public static Screening Accepted() => Assessed().Accept(SubBudget, OtherLead, Now).Value;

    public static Screening UnderReview() => Accepted().RequestReview(InReview, Proposer, "Priset är för högt.", Now).Value;
}
