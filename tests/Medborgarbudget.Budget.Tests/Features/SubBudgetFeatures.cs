using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budget.Tests.Features;

public sealed class SubBudgetFeaturesOnSqlite(BudgetOnSqlite budget) : SubBudgetFeatures(budget), IClassFixture<BudgetOnSqlite>;

public sealed class SubBudgetFeaturesOnPostgres(BudgetOnPostgres budget) : SubBudgetFeatures(budget), IClassFixture<BudgetOnPostgres>;

public abstract class SubBudgetFeatures(BudgetFixture budget)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_created_sub_budget_is_read_by_anybody_and_published()
    {
        var (organisation, created) = await budget.Draft();

        var read = await budget.Client(null).GetSubBudgetAsync(new GetSubBudgetRequest { SubBudgetId = created.SubBudgetId }, cancellationToken: Cancellation);

        read.ShouldBe(created);
        read.Phase.ShouldBe(Phase.Draft);
        var published = await budget.PublishedAsync<SubBudgetChanged>(Cancellation);
        published.ShouldContain(e => e.SubBudgetId.ToString() == created.SubBudgetId && e.OrganisationId == organisation.Value && e.Version == 1);
    }

    [Fact]
    public async Task A_process_leader_of_another_organisation_is_refused()
    {
        var (_, created) = await budget.Draft();
        var stranger = budget.Holder(await budget.AdmittedOrganisation(), Role.ProcessLeader);

        var refusal = await Should.ThrowAsync<RpcException>(async () =>
            await budget.Client(stranger).ReplacePlanAsync(new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = created.Plan, Version = 1 }));

        refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Theory]
    [InlineData(Role.Screener)]
    [InlineData(Role.CountLeader)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.NetworkLeader)]
    public async Task A_role_that_does_not_plan_is_refused(Role role)
    {
        var (organisation, created) = await budget.Draft();

        var refusal = await Should.ThrowAsync<RpcException>(async () => await budget.Client(budget.Tokens.Holder(role, organisation))
            .ReplacePlanAsync(new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = created.Plan, Version = 1 }));

        refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task A_visitor_cannot_open_an_edition()
    {
        var organisation = await budget.AdmittedOrganisation();

        var refusal = await Should.ThrowAsync<RpcException>(async () => await budget.Client(null)
            .CreateEditionAsync(new CreateEditionRequest { OrganisationId = organisation.ToString(), Name = "Omgång", Year = 2027 }));

        refusal.StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task A_chosen_rule_gets_every_option_and_is_published_with_them()
    {
        var (organisation, created) = await budget.Draft();
        var plan = created.Plan.Clone();
        plan.VotingRule = new VotingRule
        {
            VoteType = VoteType.Approval,
            CountRule = CountRule.EqualShares,
            EqualShares = new EqualSharesOptions { Utility = EqualSharesUtility.Cardinality, SupportFloor = 3 },
        };

        var replaced = await Replace(organisation, created, plan);

        plan.VotingRule.EqualShares.Completion = EqualSharesCompletion.Add1Utilitarian;
        plan.VotingRule.EqualShares.Comparison = EqualSharesComparison.None;
        plan.VotingRule.EqualShares.IncrementOre = 100;
        replaced.Plan.VotingRule.ShouldBe(plan.VotingRule);
        var published = (await budget.PublishedAsync<SubBudgetChanged>(Cancellation)).Last(e => e.SubBudgetId.ToString() == created.SubBudgetId);
        published.VotingRule.CountRule.ShouldBe("EqualShares");
        published.VotingRule.EqualShares.ShouldBe(new EqualSharesData("Cardinality", "Add1Utilitarian", "None", StartsExact: false, 100, ExhaustiveStop: false, 3));
    }

    [Fact]
    public async Task Options_of_each_rule_come_back_as_they_were_given()
    {
        var (organisation, created) = await budget.Draft();
        VotingRule[] rules =
        [
            new()
            {
                CountRule = CountRule.GreedyPerCost,
                VoteThreshold = 5,
                Greedy = new GreedyOptions { SizeQuotas = { new SizeQuota { MaxCostOre = 100_000_00, Winners = 10 }, new SizeQuota { MaxCostOre = 500_000_00, Winners = 0 } } },
            },
            new() { CountRule = CountRule.Phragmen, VoteThreshold = 2, Phragmen = new PhragmenOptions { PassesOver = true } },
            new() { CountRule = CountRule.MaxWelfare, MaxWelfare = new MaxWelfareOptions { ByCost = true }, Castcheck = true },
            new() { CountRule = CountRule.Cstv, Cstv = new CstvOptions { Transfer = CstvTransfer.Minimal, Selection = CstvSelection.Support } },
        ];
        foreach (var rule in rules)
        {
            rule.VoteType = VoteType.Knapsack;
            var plan = created.Plan.Clone();
            plan.VotingRule = rule;
            created = await Replace(organisation, created, plan);
            created.Plan.VotingRule.ShouldBe(rule);
        }
    }

    [Fact]
    public async Task Every_fault_of_a_rule_is_reported()
    {
        var (organisation, created) = await budget.Draft();
        var plan = created.Plan.Clone();
        plan.VotingRule = new VotingRule
        {
            VoteType = VoteType.Approval,
            CountRule = CountRule.EqualShares,
            VoteThreshold = 3,
            Greedy = new GreedyOptions(),
            EqualShares = new EqualSharesOptions { Completion = EqualSharesCompletion.None, IncrementOre = 50, ExhaustiveStop = true, SupportFloor = -1, Utility = (EqualSharesUtility)9 },
        };

        var refusal = await Should.ThrowAsync<RpcException>(() => Replace(organisation, created, plan));

        var fields = refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Distinct();
        fields.ShouldBe(
            [
                "plan.votingRule.voteThreshold", "plan.votingRule.greedy", "plan.votingRule.equalShares.utility", "plan.votingRule.equalShares.incrementOre",
                "plan.votingRule.equalShares.exhaustiveStop", "plan.votingRule.equalShares.supportFloor",
            ],
            ignoreOrder: true);
        plan.VotingRule = new VotingRule
        {
            VoteType = VoteType.Approval,
            CountRule = CountRule.Greedy,
            Greedy = new GreedyOptions { SizeQuotas = { new SizeQuota { MaxCostOre = 5, Winners = 1 }, new SizeQuota { MaxCostOre = 5, Winners = 2 } } },
        };
        (await Should.ThrowAsync<RpcException>(() => Replace(organisation, created, plan))).GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!
            .FieldViolations.ShouldHaveSingleItem().Field.ShouldBe("plan.votingRule.greedy.sizeQuotas");
    }

    [Fact]
    public async Task Every_fault_of_a_plan_is_reported()
    {
        var (organisation, created) = await budget.Draft();
        var plan = created.Plan.Clone();
        plan.Name = "";
        plan.AmountOre = 0;
        plan.Calendar.VotingCloses = plan.Calendar.VotingOpens;

        var refusal = await Should.ThrowAsync<RpcException>(async () => await budget.Client(budget.Holder(organisation, Role.ProcessLeader))
            .ReplacePlanAsync(new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = plan, Version = 1 }));

        var fields = refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field);
        fields.ShouldBe(["plan.amountOre", "plan.name", "plan.calendar"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_seen_in_an_older_version_is_not_replaced()
    {
        var (organisation, created) = await budget.Draft();
        var client = budget.Client(budget.Holder(organisation, Role.ProcessLeader));
        await client.ReplacePlanAsync(new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = created.Plan, Version = 1 }, cancellationToken: Cancellation);

        var refusal = await Should.ThrowAsync<RpcException>(async () => await client.ReplacePlanAsync(
            new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = created.Plan, Version = 1 }));

        refusal.StatusCode.ShouldBe(StatusCode.Aborted);
    }

    [Fact]
    public async Task The_same_key_creates_one_sub_budget_and_another_body_is_refused()
    {
        var (organisation, first) = await budget.Draft();
        var client = budget.Client(budget.Holder(organisation, Role.ProcessLeader), key: "k-1");
        var request = new CreateSubBudgetRequest { EditionId = first.EditionId, Plan = first.Plan };

        var one = await client.CreateSubBudgetAsync(request, cancellationToken: Cancellation);
        var again = await client.CreateSubBudgetAsync(request, cancellationToken: Cancellation);
        var other = request.Clone();
        other.Plan.Name = "Södra delen";
        var refusal = await Should.ThrowAsync<RpcException>(async () => await client.CreateSubBudgetAsync(other));

        again.SubBudgetId.ShouldBe(one.SubBudgetId);
        refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        (await List(first.EditionId, pageSize: 100)).ShouldBe([one.SubBudgetId, first.SubBudgetId], ignoreOrder: true);
    }

    [Fact]
    public async Task Pages_give_every_sub_budget_once_newest_first()
    {
        var (organisation, first) = await budget.Draft();
        var client = budget.Client(budget.Holder(organisation, Role.ProcessLeader));
        var created = new List<string> { first.SubBudgetId };
        for (var i = 0; i < 6; i++)
        {
            budget.Clock.Advance(TimeSpan.FromMilliseconds(5));
            var next = await client.CreateSubBudgetAsync(
                new CreateSubBudgetRequest { EditionId = first.EditionId, Plan = first.Plan }, cancellationToken: Cancellation);
            created.Insert(0, next.SubBudgetId);
        }

        (await List(first.EditionId, pageSize: 3)).ShouldBe(created);
    }

    private async Task<IReadOnlyList<string>> List(string edition, int pageSize)
    {
        var found = new List<string>();
        var request = new ListSubBudgetsRequest { EditionId = edition, PageSize = pageSize };
        do
        {
            var page = await budget.Client(null).ListSubBudgetsAsync(request, cancellationToken: Cancellation);
            found.AddRange(page.SubBudgets.Select(subBudget => subBudget.SubBudgetId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return found;
    }

    private async Task<SubBudget> Replace(OrganisationId organisation, SubBudget created, Plan plan) =>
        await budget.Client(budget.Holder(organisation, Role.ProcessLeader)).ReplacePlanAsync(
            new ReplacePlanRequest { SubBudgetId = created.SubBudgetId, Plan = plan, Version = created.Version }, cancellationToken: Cancellation);
}
