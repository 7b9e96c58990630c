using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Tests.Features;

/// <summary>Who may call what: the roles here are written down a second time on purpose, apart from the contract.</summary>
public sealed class AccessTests(SqliteNetwork network) : IClassFixture<SqliteNetwork>
{
    private static readonly Dictionary<string, Role[]> Allowed = new()
    {
        [nameof(NetworkService.NetworkServiceClient.RegisterOrganisation)] = [Role.NetworkLeader],
        [nameof(NetworkService.NetworkServiceClient.SubmitApplication)] = [Role.ProcessLeader, Role.Secretary, Role.Administrator],
        [nameof(NetworkService.NetworkServiceClient.ListApplications)] = [Role.NetworkLeader],
        [nameof(NetworkService.NetworkServiceClient.AdmitApplication)] = [Role.NetworkLeader],
        [nameof(NetworkService.NetworkServiceClient.DeclineApplication)] = [Role.NetworkLeader],
        [nameof(NetworkService.NetworkServiceClient.WithdrawApplication)] = [Role.ProcessLeader, Role.Secretary, Role.Administrator],
        [nameof(NetworkService.NetworkServiceClient.DraftGoodExample)] = [Role.ProcessLeader, Role.Analyst, Role.Administrator],
        [nameof(NetworkService.NetworkServiceClient.PublishGoodExample)] = [Role.NetworkLeader],
    };

    public static TheoryData<string, Role> Wrong =>
        [.. from rpc in Allowed from role in Enum.GetValues<Role>() where role != Role.Unspecified && !rpc.Value.Contains(role)
            select new TheoryDataRow<string, Role>(rpc.Key, role)];

    public static TheoryData<string> Secured => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_role_is_refused(string rpc, Role role) =>
        (await Call(rpc, network.Tokens.Holder(role, OrganisationId.From(Guid.NewGuid())))).ShouldBe(StatusCode.PermissionDenied);

    [Theory]
    [MemberData(nameof(Secured))]
    public async Task Visitor_is_asked_to_sign_in(string rpc) => (await Call(rpc, token: null)).ShouldBe(StatusCode.Unauthenticated);

    [Fact]
    public async Task Administrator_of_another_organisation_does_not_apply_draft_or_withdraw()
    {
        var organisation = (await network.Register()).OrganisationId;
        var application = await network.Apply(organisation);
        var stranger = network.Client(Role.Administrator, OrganisationId.From(Guid.NewGuid()));
        var token = TestContext.Current.CancellationToken;

        (await stranger.SubmitApplicationAsync(Given.Application(organisation), cancellationToken: token).CodeOf()).ShouldBe("request.forbidden");
        (await stranger.DraftGoodExampleAsync(Given.Example(organisation, Guid.NewGuid().ToString()), cancellationToken: token).CodeOf())
            .ShouldBe("request.forbidden");
        (await stranger.WithdrawApplicationAsync(new() { ApplicationId = application.ApplicationId }, cancellationToken: token).CodeOf())
            .ShouldBe("request.forbidden");
    }

    private async Task<StatusCode> Call(string rpc, string? token)
    {
        var descriptor = NetworkService.Descriptor.FindMethodByName(rpc);
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, NetworkService.Descriptor.FullName, rpc, Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));
        var empty = descriptor.InputType.Parser.ParseFrom(ByteString.Empty).ToByteArray();
        using var call = network.As(token).AsyncUnaryCall(method, null, new CallOptions(cancellationToken: TestContext.Current.CancellationToken), empty);
        return (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode;
    }
}
