using Grpc.Core;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Features;
using Medborgarbudget.ServiceDefaults.Errors;
using Wire = Medborgarbudget.Contracts.Decision.V1;

namespace Medborgarbudget.Decisions.Grpc;

/// <summary>The service's rpcs: message in, handler, message out.</summary>
internal sealed class DecisionGrpcService(
    RecordMandate recordMandate,
    ReadMandate readMandate,
    ReadCase readCase,
    WriteReport writeReport,
    RecordDecision recordDecision,
    MakePublic makePublic) : DecisionService.DecisionServiceBase
{
    public override async Task<Wire.Mandate> RecordMandate(RecordMandateRequest request, ServerCallContext context) =>
        (await recordMandate.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Mandate> GetMandate(GetMandateRequest request, ServerCallContext context) =>
        (await readMandate.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Case> GetCase(GetCaseRequest request, ServerCallContext context) =>
        (await readCase.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Case> WriteReport(WriteReportRequest request, ServerCallContext context) =>
        (await writeReport.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Case> RecordDecision(RecordDecisionRequest request, ServerCallContext context) =>
        (await recordDecision.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Case> AdjustMinutes(AdjustMinutesRequest request, ServerCallContext context) =>
        (await makePublic.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Case> PostNotice(PostNoticeRequest request, ServerCallContext context) =>
        (await makePublic.Handle(request, context.CancellationToken)).OrThrow().ToWire();
}
