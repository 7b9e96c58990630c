using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Contracts.Tests.Events;

/// <summary>One instance of every event, with every field filled.</summary>
internal static class EventSamples
{
    private static readonly Guid Organisation = new("01890a5d-ac96-774b-bcce-b302099a8001");
    private static readonly Guid Edition = new("01890a5d-ac96-774b-bcce-b302099a8002");
    private static readonly Guid SubBudget = new("01890a5d-ac96-774b-bcce-b302099a8003");
    private static readonly Guid Proposal = new("01890a5d-ac96-774b-bcce-b302099a8004");
    private static readonly Guid Person = new("01890a5d-ac96-774b-bcce-b302099a8005");
    private static readonly Guid Case = new("01890a5d-ac96-774b-bcce-b302099a8006");
    private static readonly Guid Measure = new("01890a5d-ac96-774b-bcce-b302099a8008");
    private static readonly Guid Count = new("01890a5d-ac96-774b-bcce-b302099a8007");
    private static readonly string Hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    /// <summary>As objects: an interface with static abstract members cannot be a type argument.</summary>
    public static readonly IReadOnlyList<object> All =
    [
        new OrganisationChanged(Organisation, 3, "Sjövik", "sjovik", "Municipality", false, "Admitted"),
        new SubBudgetChanged(
            SubBudget,
            Edition,
            Organisation,
            7,
            "IdeaIntake",
            false,
            false,
            true,
            "Tätorten",
            2_500_000_00,
            500_000_00,
            new VotingRuleData("Knapsack", "Greedy", 5, 10) { Castcheck = true },
            new RollRuleData(12, 0, new DateOnly(2026, 9, 1))
            {
                Areas = ["Tätorten"],
                Groups = ["Sjöskolan"],
                GuardianUnder = 15,
                FreeChoice = true,
                Connections = ["Works", "RunsBusiness"],
            },
            Windows(),
            [new CriterionData("k1", "Platsen är kommunens mark."), new CriterionData("k2", "Öppet för alla.")]),
        new EditionClosed(Edition, Organisation, "Medborgarbudget 2026", 2026),
        new ProposalChanged(Proposal, SubBudget, Organisation, 2, 14, "Received", "Utegym vid ån", "Sex redskap \"för alla\".", "Åparken", [Person]),
        new ScreeningAccepted(Proposal, SubBudget, Organisation, 1, "FeasibleWithChange", 320_000_00, "Flyttas 40 m för ledningar."),
        new BallotFrozen(SubBudget, Organisation, Hash, [new BallotItemData(Proposal, 14, "Utegym vid ån", 320_000_00)]),
        new ResultCertified(SubBudget, Organisation, Count, 6_586, Hash, Hash, [new ItemResultData(Proposal, 14, "Utegym vid ån", 320_000_00, 2_101, true)]),
        new DecisionAdjusted(
            Case,
            SubBudget,
            Organisation,
            "KS 2026/112 § 45",
            [new ItemDecisionData(Proposal, 14, "Utegym vid ån", 320_000_00, "Rejected", true, "Marken ska säljas.")]),
        new LegalForceDue(Case, SubBudget, Organisation, "KS 2026/112 § 45", new DateOnly(2027, 1, 14), new DateOnly(2027, 2, 5)),
        new MeasureChanged(Measure, Proposal, SubBudget, Organisation, 4, 14, "Utegym vid ån", "Ongoing", 320_000_00, 80_000_00),
        new OfficialActed(Organisation, SubBudget, Person, "ProcessLeader", "AdvancePhase"),
    ];

    private static CalendarData Windows()
    {
        var intake = new DateTimeOffset(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);
        return new CalendarData(intake, intake.AddDays(30), intake.AddDays(60), intake.AddDays(70), intake.AddDays(90), intake.AddDays(97).AddMilliseconds(500));
    }
}
