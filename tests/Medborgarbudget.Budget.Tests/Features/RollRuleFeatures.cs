using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Budget.Tests.Features;

public sealed class RollRuleFeaturesOnSqlite(BudgetOnSqlite budget) : RollRuleFeatures(budget), IClassFixture<BudgetOnSqlite>;

public sealed class RollRuleFeaturesOnPostgres(BudgetOnPostgres budget) : RollRuleFeatures(budget), IClassFixture<BudgetOnPostgres>;

public abstract class RollRuleFeatures(BudgetFixture budget)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_part_of_a_rule_is_kept_and_told_to_the_other_services()
    {
        var rule = new RollRule
        {
            MinAge = 10,
            MaxAge = 99,
            AsOf = "2027-06-01",
            Areas = { "Norr", "Söder" },
            Groups = { "Norra skolan" },
            GuardianUnder = 13,
            FreeChoice = true,
            Connections = { Connection.Works, Connection.RunsBusiness },
        };

        var replaced = await Replace(rule);

        replaced.Plan.RollRule.ShouldBe(rule);
        var told = (await budget.PublishedAsync<SubBudgetChanged>(Cancellation)).Last(e => e.SubBudgetId.ToString() == replaced.SubBudgetId).RollRule;
        told.Areas.ShouldBe(["Norr", "Söder"]);
        told.Groups.ShouldBe(["Norra skolan"]);
        told.Connections.ShouldBe(["Works", "RunsBusiness"]);
        (told.MinAge, told.MaxAge, told.AsOf, told.GuardianUnder, told.FreeChoice).ShouldBe((10, 99, new DateOnly(2027, 6, 1), 13, true));
    }

    [Fact]
    public async Task Every_fault_of_a_rule_is_told()
    {
        var rule = new RollRule
        {
            AsOf = "2027-06-01",
            Groups = { "Klass 7A;7B", "", new string('a', 61) },
            GuardianUnder = 121,
            FreeChoice = true,
            Connections = { Connection.Works, Connection.Unspecified, Connection.Works },
        };

        (await FaultsOf(rule)).ShouldBe(
            [
                "plan.rollRule.groups", "plan.rollRule.groups[1]", "plan.rollRule.groups[2]", "plan.rollRule.guardianUnder", "plan.rollRule.freeChoice",
                "plan.rollRule.connections", "plan.rollRule.connections[1]",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_hundred_areas_fit_and_no_more()
    {
        var rule = new RollRule { AsOf = "2027-06-01", Areas = { Enumerable.Range(1, 100).Select(i => $"Område {i}") } };
        (await Replace(rule)).Plan.RollRule.Areas.Count.ShouldBe(100);
        rule.Areas.Add("Ett till");
        (await FaultsOf(rule)).ShouldBe(["plan.rollRule.areas"]);
        rule.Areas.Remove("Område 1");
        rule.Areas[0] = "Ett till";
        (await FaultsOf(rule)).ShouldBe(["plan.rollRule.areas"], "an area stands there twice");
    }

    private async Task<IEnumerable<string>> FaultsOf(RollRule rule)
    {
        var refusal = await Should.ThrowAsync<RpcException>(() => Replace(rule));
        return refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Distinct();
    }

    private async Task<SubBudget> Replace(RollRule rule)
    {
        var (organisation, created) = await budget.Draft();
        var plan = created.Plan.Clone();
        plan.RollRule = rule;
        return await budget.Client(budget.Holder(organisation, Contracts.Access.V1.Role.ProcessLeader)).ReplacePlanAsync(
            new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = plan, Version = 1 }, cancellationToken: Cancellation);
    }
}
