using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decision.Tests.Features;

/// <summary>Only the board's secretary records what bodies decide, and only in the own organisation; guards are for services.</summary>
public sealed class AccessTests(SqliteDecision decision) : IClassFixture<SqliteDecision>
{
    private static readonly string[] OfSecretary =
    [
        nameof(DecisionService.DecisionServiceClient.RecordMandate),
        nameof(DecisionService.DecisionServiceClient.WriteReport),
        nameof(DecisionService.DecisionServiceClient.RecordDecision),
        nameof(DecisionService.DecisionServiceClient.AdjustMinutes),
        nameof(DecisionService.DecisionServiceClient.PostNotice),
    ];

    public static TheoryData<string, Role> Wrong =>
        [.. from rpc in OfSecretary from role in Enum.GetValues<Role>() where role is not (Role.Unspecified or Role.Secretary)
            select new TheoryDataRow<string, Role>(rpc, role)];

    public static TheoryData<string> Secured => [.. OfSecretary];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_role_is_refused(string rpc, Role role) =>
        (await Call(rpc, decision.Tokens.Holder(role, OrganisationId.From(Guid.NewGuid())))).ShouldBe(StatusCode.PermissionDenied);

    [Theory]
    [MemberData(nameof(Secured))]
    public async Task Visitor_is_asked_to_sign_in(string rpc) => (await Call(rpc, token: null)).ShouldBe(StatusCode.Unauthenticated);

    [Fact]
    public async Task Secretary_of_another_organisation_records_nothing()
    {
        var (subBudget, result) = (await decision.SubBudget(), await decision.Certified());
        var caseId = (await decision.CaseOf(result)).CaseId;
        var stranger = decision.Secretary(Guid.NewGuid());

        (await stranger.RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.WriteReportAsync(new() { CaseId = caseId, Report = "x" }, cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.AdjustMinutesAsync(new() { CaseId = caseId, AdjustedOn = "2027-01-13" }, cancellationToken: Token).CodeOf())
            .ShouldBe("request.forbidden");
        (await stranger.PostNoticeAsync(new() { CaseId = caseId, NoticeOn = "2027-01-13" }, cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Guard_is_not_answered_to_people()
    {
        var client = new GuardService.GuardServiceClient(decision.As(decision.Tokens.Holder(Role.ProcessLeader, OrganisationId.From(Guid.NewGuid()))));

        (await client.AskGuardAsync(new AskGuardRequest(), cancellationToken: Token).CodeOf()).ShouldBe("request.forbidden");
    }

    private async Task<StatusCode> Call(string rpc, string? token)
    {
        var bytes = Marshallers.Create<byte[]>(b => b, b => b);
        var method = new Method<byte[], byte[]>(MethodType.Unary, DecisionService.Descriptor.FullName, rpc, bytes, bytes);
        using var call = decision.As(token).AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), []);
        return (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode;
    }
}
