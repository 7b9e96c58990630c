using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>A real gRPC service, small enough to see through: it says who it thinks calls, and can be slow.</summary>
internal sealed class TinyNetwork(Caller caller, Arrivals arrivals) : NetworkService.NetworkServiceBase
{
    /// <summary>An id that begins so is never answered.</summary>
    public const string NeverAnswers = "never";

    private static readonly Error Missing = new("network.organisation_missing", ErrorKind.Missing, "There is no such organisation.");

    public override async Task<Organisation> GetOrganisation(GetOrganisationRequest request, ServerCallContext context)
    {
        if (request.OrganisationId.StartsWith(NeverAnswers, StringComparison.Ordinal))
        {
            arrivals.Note(request.OrganisationId);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return Guid.TryParse(request.OrganisationId, out _) || request.OrganisationId == "o1"
            ? new Organisation { OrganisationId = request.OrganisationId, Name = $"{caller.Person}" }
            : throw Missing.ToRpcException();
    }

    public override Task<ListOrganisationsResponse> ListOrganisations(ListOrganisationsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListOrganisationsResponse { NextPageToken = $"size {request.PageSize}" });

    public override Task<Organisation> RegisterOrganisation(RegisterOrganisationRequest request, ServerCallContext context) =>
        Task.FromResult(new Organisation { Name = request.Name, Slug = request.Slug });

    public override Task<Application> AdmitApplication(AdmitApplicationRequest request, ServerCallContext context) =>
        Task.FromResult(new Application { ApplicationId = request.ApplicationId, Plan = request.Cohort });

    public override Task<Application> SubmitApplication(SubmitApplicationRequest request, ServerCallContext context) => throw Missing.ToRpcException();

    public override Task<ListApplicationsResponse> ListApplications(ListApplicationsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListApplicationsResponse());

    public override Task<Application> DeclineApplication(DeclineApplicationRequest request, ServerCallContext context) => throw Missing.ToRpcException();

    public override Task<Application> WithdrawApplication(WithdrawApplicationRequest request, ServerCallContext context) => throw Missing.ToRpcException();

    public override Task<GoodExample> DraftGoodExample(DraftGoodExampleRequest request, ServerCallContext context) => throw Missing.ToRpcException();

    public override Task<GoodExample> PublishGoodExample(PublishGoodExampleRequest request, ServerCallContext context) => throw Missing.ToRpcException();

    public override Task<ListGoodExamplesResponse> ListGoodExamples(ListGoodExamplesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListGoodExamplesResponse());

    public override Task<GoodExample> GetGoodExample(GetGoodExampleRequest request, ServerCallContext context) => throw Missing.ToRpcException();
}
