using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Tests.Hosts;

namespace Medborgarbudget.Screenings.Tests.Features;

/// <summary>Who may call what: strangers, persons without the role, and holders of the role somewhere else.</summary>
public abstract class AccessTests(ScreeningFixture service)
{
    private delegate Task Call(ScreeningService.ScreeningServiceClient client, string proposalId, string subBudgetId);

    private static readonly Role[] Readers = [Role.Screener, Role.LeadScreener, Role.ProcessLeader, Role.Auditor];

    private static readonly Role[] Screeners = [Role.Screener, Role.LeadScreener];

    private static readonly (string Name, Role[] Roles, Call Call)[] Operations =
    [
        ("list", Readers, async (client, _, subBudget) => await client.ListScreeningsAsync(new ListScreeningsRequest { SubBudgetId = subBudget })),
        ("get", Readers, async (client, id, _) => await client.GetScreeningAsync(new GetScreeningRequest { ProposalId = id })),
        ("assign", [Role.LeadScreener], async (client, id, _) => await client.AssignScreenerAsync(new AssignScreenerRequest { ProposalId = id, PersonId = $"{Guid.NewGuid()}" })),
        ("assess", Screeners, async (client, id, _) => await client.AssessProposalAsync(new AssessProposalRequest { ProposalId = id, Assessment = Events.Feasible() })),
        ("accept", [Role.LeadScreener], async (client, id, _) => await client.AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = id })),
        ("decide", Screeners, async (client, id, _) => await client.DecideReviewAsync(new DecideReviewRequest { ProposalId = id, Assessment = Events.Feasible() })),
    ];

    [Fact]
    public async Task Visitor_does_nothing()
    {
        foreach (var (name, _, call) in Operations)
        {
            (await StatusOf(call, service.Visitor)).ShouldBe(StatusCode.Unauthenticated, name);
        }
    }

    [Fact]
    public async Task Resident_does_nothing_that_officials_do()
    {
        foreach (var (name, _, call) in Operations)
        {
            (await StatusOf(call, service.Person(new PersonId(Guid.NewGuid())))).ShouldBe(StatusCode.PermissionDenied, name);
        }
    }

    [Fact]
    public async Task Official_with_another_role_is_refused()
    {
        var (id, subBudget, organisation) = await Received();

        foreach (var role in Enum.GetValues<Role>().Except([Role.Unspecified]))
        {
            var official = new ScreeningService.ScreeningServiceClient(service.As(service.Tokens.Holder(role, new OrganisationId(organisation))));
            foreach (var (name, _, call) in Operations.Where(operation => !operation.Roles.Contains(role)))
            {
                var refusal = await Should.ThrowAsync<RpcException>(() => call(official, id, subBudget));
                refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied, $"{role} {name}");
            }
        }
    }

    [Fact]
    public async Task Official_of_another_organisation_is_refused()
    {
        var elsewhere = service.Official(new PersonId(Guid.NewGuid()), Role.LeadScreener, Guid.NewGuid());

        foreach (var (name, _, call) in Operations)
        {
            (await StatusOf(call, elsewhere)).ShouldBe(StatusCode.PermissionDenied, name);
        }
    }

    [Fact]
    public async Task Unknown_and_garbage_ids_name_nothing()
    {
        var lead = service.Official(new PersonId(Guid.NewGuid()), Role.LeadScreener, Guid.NewGuid());

        foreach (var id in new[] { Guid.NewGuid().ToString(), "../../etc", "" })
        {
            foreach (var (name, _, call) in Operations)
            {
                var refusal = await Should.ThrowAsync<RpcException>(() => call(lead, id, id));
                refusal.StatusCode.ShouldBe(StatusCode.NotFound, name);
            }
        }
    }

    [Fact]
    public async Task Internal_questions_are_answered_to_services_alone()
    {
        var invoker = service.As(service.Tokens.Holder(Role.LeadScreener, new OrganisationId(Guid.NewGuid())));

        var guard = await Should.ThrowAsync<RpcException>(async () => await new GuardService.GuardServiceClient(invoker).AskGuardAsync(new AskGuardRequest()));
        var list = await Should.ThrowAsync<RpcException>(async () =>
            await new ScreeningInternalService.ScreeningInternalServiceClient(invoker).ListFeasibleProposalsAsync(new ListFeasibleProposalsRequest()));

        (guard.StatusCode, list.StatusCode).ShouldBe((StatusCode.PermissionDenied, StatusCode.PermissionDenied));
    }

    private async Task<StatusCode> StatusOf(Call call, ScreeningService.ScreeningServiceClient client)
    {
        var (id, subBudget, _) = await Received();
        return (await Should.ThrowAsync<RpcException>(() => call(client, id, subBudget))).StatusCode;
    }

    private async Task<(string ProposalId, string SubBudgetId, Guid OrganisationId)> Received()
    {
        var subBudget = await service.OpenScreening();
        var proposal = await service.Receive(subBudget);
        return ($"{proposal.ProposalId}", $"{subBudget.SubBudgetId}", subBudget.OrganisationId);
    }
}

[Collection(OnSqlite.Name)]
public sealed class AccessOnSqliteTests(SqliteScreening service) : AccessTests(service);

[Collection(OnPostgres.Name)]
public sealed class AccessOnPostgresTests(PostgresScreening service) : AccessTests(service);
