using System.Net;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Cli.Gateway;

/// <summary>
/// The public API at one gateway: gRPC-Web, which needs no second port, for the typed calls of officials, and plain HTTP for sign-in and
/// for what voters' devices send.
/// </summary>
internal sealed class GatewayConnection : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(60);

    private readonly GrpcChannel _channel;

    public GatewayConnection(Uri address, int concurrency)
    {
        Address = address;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, Handler(concurrency)),
            HttpVersion = HttpVersion.Version11,
            MaxReceiveMessageSize = null,
            DisposeHttpClient = true,
        });
        Http = new HttpClient(Handler(concurrency)) { BaseAddress = address, Timeout = AnswerPatience };
        Network = new NetworkService.NetworkServiceClient(_channel);
        Budget = new BudgetService.BudgetServiceClient(_channel);
        Identity = new IdentityService.IdentityServiceClient(_channel);
        Roll = new RollService.RollServiceClient(_channel);
        CodeBatches = new CodeBatchService.CodeBatchServiceClient(_channel);
        Proposal = new ProposalService.ProposalServiceClient(_channel);
        Screening = new ScreeningService.ScreeningServiceClient(_channel);
        Decision = new DecisionService.DecisionServiceClient(_channel);
        Voting = new VotingService.VotingServiceClient(_channel);
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public NetworkService.NetworkServiceClient Network { get; }

    public BudgetService.BudgetServiceClient Budget { get; }

    public IdentityService.IdentityServiceClient Identity { get; }

    public RollService.RollServiceClient Roll { get; }

    public CodeBatchService.CodeBatchServiceClient CodeBatches { get; }

    public ProposalService.ProposalServiceClient Proposal { get; }

    public ScreeningService.ScreeningServiceClient Screening { get; }

    public DecisionService.DecisionServiceClient Decision { get; }

    public VotingService.VotingServiceClient Voting { get; }

    public void Dispose()
    {
        Http.Dispose();
        _channel.Dispose();
    }

    // Cookies and redirects are followed by hand at the sign-in: every person has a session of his own.
    private static SocketsHttpHandler Handler(int connections) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = connections,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectPatience,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    };
}
