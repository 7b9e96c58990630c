using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Tests.Features;

/// <summary>Who may call what: the roles here are written down a second time on purpose, apart from the contract.</summary>
public sealed class AccessTests(SqliteFollowUp followUp) : IClassFixture<SqliteFollowUp>
{
    private static readonly Dictionary<string, Role> Allowed = new()
    {
        [nameof(FollowUpService.FollowUpServiceClient.PlanMeasure)] = Role.Implementer,
        [nameof(FollowUpService.FollowUpServiceClient.ReportProgress)] = Role.Implementer,
        [nameof(FollowUpService.FollowUpServiceClient.StopMeasure)] = Role.Implementer,
        [nameof(FollowUpService.FollowUpServiceClient.SetGoals)] = Role.Analyst,
        [nameof(FollowUpService.FollowUpServiceClient.JudgeGoal)] = Role.Analyst,
        [nameof(FollowUpService.FollowUpServiceClient.PublishEvaluation)] = Role.Analyst,
    };

    public static TheoryData<string, Role> Wrong =>
        [.. from rpc in Allowed from role in Enum.GetValues<Role>() where role != Role.Unspecified && role != rpc.Value
            select new TheoryDataRow<string, Role>(rpc.Key, role)];

    public static TheoryData<string> Secured => [.. Allowed.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_role_is_refused(string rpc, Role role) =>
        (await Call(rpc, followUp.Tokens.Holder(role, OrganisationId.From(Guid.NewGuid())))).ShouldBe(StatusCode.PermissionDenied);

    [Theory]
    [MemberData(nameof(Secured))]
    public async Task Visitor_is_asked_to_sign_in(string rpc) => (await Call(rpc, token: null)).ShouldBe(StatusCode.Unauthenticated);

    [Fact]
    public async Task Implementer_of_another_organisation_touches_no_measure()
    {
        var id = (await followUp.MeasuresOf(await followUp.Decided()))[0].MeasureId;
        var stranger = followUp.Implementer(Guid.NewGuid());

        (await stranger.PlanMeasureAsync(Calls.Plan(id), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.ReportProgressAsync(Calls.Report(id, Contracts.FollowUp.V1.MeasureState.Planning), cancellationToken: Token).CodeOf())
            .ShouldBe("request.forbidden");
        (await stranger.StopMeasureAsync(Calls.Stop(id), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Analyst_of_another_organisation_sets_judges_and_publishes_nothing()
    {
        var own = await followUp.SubBudget();
        await followUp.Analyst(own.OrganisationId).SetGoalsAsync(Calls.Goals(own.SubBudgetId, "g1"), cancellationToken: Token);
        var stranger = followUp.Analyst(Guid.NewGuid());

        (await stranger.SetGoalsAsync(Calls.Goals(own.SubBudgetId, "g1"), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.JudgeGoalAsync(Calls.Judge(own.SubBudgetId, "g1"), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.PublishEvaluationAsync(Calls.Publish(own.SubBudgetId), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Guard_is_not_answered_to_people()
    {
        var client = new GuardService.GuardServiceClient(followUp.As(followUp.Tokens.Holder(Role.ProcessLeader, OrganisationId.From(Guid.NewGuid()))));

        (await client.AskGuardAsync(new AskGuardRequest(), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
    }

    private async Task<StatusCode> Call(string rpc, string? token)
    {
        var bytes = Marshallers.Create<byte[]>(b => b, b => b);
        var method = new Method<byte[], byte[]>(MethodType.Unary, FollowUpService.Descriptor.FullName, rpc, bytes, bytes);
        using var call = followUp.As(token).AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), []);
        return (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode;
    }
}
