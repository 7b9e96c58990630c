namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class ConnectionRuleTests
{
    private static readonly EligibilityRule Rule = EligibilityRule.OfAges(new AgeRule(0, 0, new DateOnly(2027, 1, 1))) with { Connections = [Connection.Works] };
    private static readonly EligibilityRule WithChoice = Rule with { HasFreeChoice = true };

    public static TheoryData<Ground, bool, Ground, bool, string, string> Cases => new()
    {
        // here, guardian, elsewhere, used there → without and with the free choice
        { Ground.Outside, false, Ground.Outside, false, "", "" },
        { Ground.Outside, false, Ground.Residence, false, "", "" },
        { Ground.Outside, false, Ground.Residence, true, "identity.voted_elsewhere", "" },
        { Ground.Outside, false, Ground.FreeChoice, true, "identity.voted_elsewhere", "" },
        { Ground.Outside, false, Ground.Declared, false, "identity.declared_elsewhere", "identity.declared_elsewhere" },
        { Ground.Outside, false, Ground.Declared, true, "identity.declared_elsewhere", "identity.declared_elsewhere" },
        { Ground.Outside, true, Ground.Outside, false, "identity.guardian_needed", "identity.guardian_needed" },
        { Ground.Declared, false, Ground.Outside, false, "identity.declaration_stands", "identity.declaration_stands" },
        { Ground.Residence, false, Ground.Outside, false, "identity.declaration_not_needed", "identity.declaration_not_needed" },
        { Ground.Group, false, Ground.Outside, false, "identity.declaration_not_needed", "identity.declaration_not_needed" },
        { Ground.TooYoung, false, Ground.Outside, false, "identity.not_eligible", "identity.not_eligible" },
        { Ground.AgeUnknown, false, Ground.Outside, false, "identity.not_eligible", "identity.not_eligible" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_person_has_one_vote_in_the_edition_and_a_second_by_the_free_choice_alone(
        Ground here, bool needsGuardian, Ground elsewhere, bool isUsed, string without, string with)
    {
        var standings = new[] { new Standing(elsewhere, isUsed) };
        (ConnectionRule.Refusal(Rule, Connection.Works, here, needsGuardian, standings)?.Code ?? "").ShouldBe(without);
        (ConnectionRule.Refusal(WithChoice, Connection.Works, here, needsGuardian, standings)?.Code ?? "").ShouldBe(with);
    }

    [Fact]
    public void Kind_that_the_rule_does_not_name_gives_nothing() =>
        ConnectionRule.Refusal(Rule, Connection.Family, Ground.Outside, needsGuardian: false, []).ShouldBe(IdentityErrors.NotEligible);
}
