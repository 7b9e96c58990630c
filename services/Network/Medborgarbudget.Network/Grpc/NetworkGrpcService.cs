using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Network.Features;
using Medborgarbudget.ServiceDefaults.Errors;
using Wire = Medborgarbudget.Contracts.Network.V1;

namespace Medborgarbudget.Network.Grpc;

/// <summary>The service's rpcs: message in, handler, message out.</summary>
internal sealed class NetworkGrpcService(
    RegisterOrganisation registerOrganisation,
    ReadOrganisations readOrganisations,
    SubmitApplication submitApplication,
    ReadApplications readApplications,
    AnswerApplication answerApplication,
    DraftGoodExample draftGoodExample,
    PublishGoodExample publishGoodExample,
    ReadGoodExamples readGoodExamples) : NetworkService.NetworkServiceBase
{
    public override async Task<Wire.Organisation> RegisterOrganisation(RegisterOrganisationRequest request, ServerCallContext context) =>
        (await registerOrganisation.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Organisation> GetOrganisation(GetOrganisationRequest request, ServerCallContext context) =>
        (await readOrganisations.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<ListOrganisationsResponse> ListOrganisations(ListOrganisationsRequest request, ServerCallContext context)
    {
        var page = (await readOrganisations.Handle(request, context.CancellationToken)).OrThrow();
        return new ListOrganisationsResponse { Organisations = { page.Rows.Select(row => row.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.Application> SubmitApplication(SubmitApplicationRequest request, ServerCallContext context) =>
        (await submitApplication.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<ListApplicationsResponse> ListApplications(ListApplicationsRequest request, ServerCallContext context)
    {
        var page = (await readApplications.Handle(request, context.CancellationToken)).OrThrow();
        return new ListApplicationsResponse { Applications = { page.Rows.Select(row => row.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.Application> AdmitApplication(AdmitApplicationRequest request, ServerCallContext context) =>
        (await answerApplication.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Application> DeclineApplication(DeclineApplicationRequest request, ServerCallContext context) =>
        (await answerApplication.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Application> WithdrawApplication(WithdrawApplicationRequest request, ServerCallContext context) =>
        (await answerApplication.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.GoodExample> DraftGoodExample(DraftGoodExampleRequest request, ServerCallContext context) =>
        (await draftGoodExample.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.GoodExample> PublishGoodExample(PublishGoodExampleRequest request, ServerCallContext context) =>
        (await publishGoodExample.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<ListGoodExamplesResponse> ListGoodExamples(ListGoodExamplesRequest request, ServerCallContext context)
    {
        var page = (await readGoodExamples.Handle(request, context.CancellationToken)).OrThrow();
        return new ListGoodExamplesResponse { GoodExamples = { page.Rows.Select(row => row.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.GoodExample> GetGoodExample(GetGoodExampleRequest request, ServerCallContext context) =>
        (await readGoodExamples.Handle(request, context.CancellationToken)).OrThrow().ToWire();
}
