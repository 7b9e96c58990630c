using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals.Tests.Domain;

/// <summary>Values with everything in order, for tests to change.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public static readonly PersonId Owner = new(Guid.NewGuid());

    public static readonly PersonId Stranger = new(Guid.NewGuid());

    public static readonly SubBudget SubBudget = new()
    {
        Id = new SubBudgetId(Guid.NewGuid()),
        OrganisationId = new OrganisationId(Guid.NewGuid()),
        Version = 1,
        Phase = Phase.IdeaIntake,
        IsPaused = false,
        IsAborted = false,
        IsRehearsal = false,
        IntakeOpens = Now.AddHours(-1),
        IntakeCloses = Now.AddHours(1),
        MaxProposalCost = new Money(500_000_00),
    };

    public static ProposalText Text(string title = "Utegym", string body = "Sex redskap.", long costOre = 0) =>
        ProposalText.Read(new Fields(), title, body, "Åparken", costOre);

    public static Proposal Draft() => Proposal.Draft(SubBudget, Owner, Text(), Now).Value;

    public static Proposal Received() => Draft().Receive(1, Now);

    public static Proposal Followed(Func<Course, Course> facts) => Received().Follow(facts(Course.None));
}
