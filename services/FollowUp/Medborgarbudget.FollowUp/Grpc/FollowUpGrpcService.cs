using Grpc.Core;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Features;
using Medborgarbudget.ServiceDefaults.Errors;
using Wire = Medborgarbudget.Contracts.FollowUp.V1;

namespace Medborgarbudget.FollowUp.Grpc;

/// <summary>The service's rpcs: message in, handler, message out.</summary>
internal sealed class FollowUpGrpcService(
    ReadMeasures readMeasures,
    PlanMeasure planMeasure,
    ReportProgress reportProgress,
    StopMeasure stopMeasure,
    SetGoals setGoals,
    JudgeGoal judgeGoal,
    PublishEvaluation publishEvaluation,
    ReadEvaluation readEvaluation) : FollowUpService.FollowUpServiceBase
{
    public override async Task<ListMeasuresResponse> ListMeasures(ListMeasuresRequest request, ServerCallContext context)
    {
        var page = (await readMeasures.Handle(request, context.CancellationToken)).OrThrow();
        return new ListMeasuresResponse { Measures = { page.Rows.Select(measure => measure.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.Measure> GetMeasure(GetMeasureRequest request, ServerCallContext context) =>
        (await readMeasures.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Measure> PlanMeasure(PlanMeasureRequest request, ServerCallContext context) =>
        (await planMeasure.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Measure> ReportProgress(ReportProgressRequest request, ServerCallContext context) =>
        (await reportProgress.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Measure> StopMeasure(StopMeasureRequest request, ServerCallContext context) =>
        (await stopMeasure.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Evaluation> SetGoals(SetGoalsRequest request, ServerCallContext context) =>
        (await setGoals.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Evaluation> JudgeGoal(JudgeGoalRequest request, ServerCallContext context) =>
        (await judgeGoal.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Evaluation> PublishEvaluation(PublishEvaluationRequest request, ServerCallContext context) =>
        (await publishEvaluation.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Evaluation> GetEvaluation(GetEvaluationRequest request, ServerCallContext context) =>
        (await readEvaluation.Handle(request, context.CancellationToken)).OrThrow().ToWire();
}
