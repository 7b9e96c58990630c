using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>From the application to the network to the opened intake.</summary>
internal sealed class Planning(Town town)
{
    public async Task JoinTheNetworkAsync()
    {
        town.At(-260);
        town.Neighbour = await new Organisations(town.Others, WrongPersonsFirst.NeighbourPrefix).RegisterAsync("Granneby", "granneby", rehearsal: false, Town.Cancel);
        var organisations = new Organisations(town.Api);
        town.Organisation = await organisations.RegisterAsync("Björkvik", "bjorkvik", rehearsal: false, Town.Cancel);
        town.SignOut();

        var budgets = new BudgetService.BudgetServiceClient(await town.As(DemoPersons.ProcessLeader));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "budget.organisation_not_admitted", () => budgets.CreateEditionAsync(
            new CreateEditionRequest { OrganisationId = town.Organisation, Name = "För tidigt", Year = town.ThisYear }, cancellationToken: Town.Cancel));

        await organisations.JoinAsync(town.Organisation, town.Day(-275), Town.Cancel);
        var joined = await new NetworkService.NetworkServiceClient(town.Visitor)
            .GetOrganisationAsync(new GetOrganisationRequest { OrganisationId = town.Organisation }, cancellationToken: Town.Cancel);
        joined.Membership.ShouldBe(MembershipState.Admitted);
    }

    public async Task PlanAsync()
    {
        (town.Edition, var criteria) = await Editions.OpenAsync(town.Api, town.Organisation, "Björkvik i år", town.ThisYear, Town.Cancel);
        await StaffElsewhereAsync();
        town.At(-242);
        town.Year = new SubBudgetYear(town.Api, town.Edition, criteria);
        var rule = new VotingRule { VoteType = VoteType.Approval, CountRule = CountRule.Greedy, MaxChoices = 3, Castcheck = true };
        await town.Year.CreateAsync("Ungas budget", "Alla mellan 12 och 20 år", ScopeKind.ActorGroup, Town.Pot, rule, town.Calendar, Town.Cancel);
        await town.MayNotLeaveAsync(Phase.Determined, DemoPersons.Analyst);
        await town.Year.AdvanceAsync(Phase.Determined, DemoPersons.ProcessLeader, Town.Cancel);
        var determined = new BudgetService.BudgetServiceClient(await town.As(DemoPersons.ProcessLeader));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "budget.phase_not_next", () => determined.AdvancePhaseAsync(
            new AdvancePhaseRequest { SubBudgetId = town.SubBudget, To = Phase.Voting }, cancellationToken: Town.Cancel));
        var edition = new BudgetService.BudgetServiceClient(await town.As(DemoPersons.ProcessLeader));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "budget.edition_has_open_sub_budgets", () => edition.CloseEditionAsync(
            new CloseEditionRequest { EditionId = town.Edition }, cancellationToken: Town.Cancel));
    }

    /// <summary>Another sub-budget with people in the same roles, who are to be refused here.</summary>
    private async Task StaffElsewhereAsync()
    {
        town.Elsewhere = await Elsewhere.AddAsync(town.Others, town.Organisation, Town.Cancel);
        foreach (var (person, role) in Organisations.Roles)
        {
            await town.Elsewhere.GrantAsync(person, role, Town.Cancel);
        }

        town.SignOut();
    }

    public async Task AnnounceAsync()
    {
        (await town.CannotEnterAsync(Phase.Announced, DemoPersons.ProcessLeader)).ShouldContain("decision.mandate_missing");
        await town.Year.MandateAsync("Ungas budget", Town.Pot, town.Calendar, Town.Cancel);
        await town.AdvanceByTwoAsync(Phase.Announced, DemoPersons.ProcessLeader, DemoPersons.SecondProcessLeader);

        (await town.CannotEnterAsync(Phase.IdeaIntake, DemoPersons.ProcessLeader)).ShouldContain("budget.outreach_texts_missing");
        await town.Year.WriteTextsAsync("Ungas budget", Town.Pot, Town.Cancel);
        await town.MayNotLeaveAsync(Phase.IdeaIntake, DemoPersons.CountLeader);
        await town.Year.AdvanceAsync(Phase.IdeaIntake, DemoPersons.ProcessLeader, Town.Cancel);
    }
}
