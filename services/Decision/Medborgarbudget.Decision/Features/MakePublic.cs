using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Decisions.Features;

/// <summary>What makes a decision public: the adjusted minutes, then the notice on the official board.</summary>
internal sealed class MakePublic(CaseStore cases, Caller caller, TimeProvider clock)
{
    public Task<Result<Case>> Handle(AdjustMinutesRequest request, CancellationToken cancellationToken) => Take(
        new Step(request.CaseId, request.AdjustedOn, "adjustedOn", (opened, day) => opened.Adjust(day), (opened, day, today) => opened.FaultOfAdjustment(day, today)),
        cancellationToken);

    public Task<Result<Case>> Handle(PostNoticeRequest request, CancellationToken cancellationToken) => Take(
        new Step(request.CaseId, request.NoticeOn, "noticeOn", (opened, day) => opened.PostNotice(day), (opened, day, today) => opened.FaultOfNotice(day, today)),
        cancellationToken);

    private async Task<Result<Case>> Take(Step step, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var day = fields.Date(step.Day, step.Field);
        if (fields.Error is { } error)
        {
            return error;
        }

        var own = await cases.FindFor(caller, step.CaseId, cancellationToken);
        return own.Then(opened => step.Change(opened, day).Then(changed => Check(step, opened, changed, day))).Succeeded(out var next, out var refused)
            ? await cases.Save(next, cancellationToken)
            : refused;
    }

    /// <summary>The day is judged after the state: before the body has decided there is nothing to judge it by.</summary>
    private Result<Case> Check(Step step, Case opened, Case changed, DateOnly day) =>
        step.FaultOf(opened, day, SwedishDay.Of(clock.GetUtcNow())) is { } fault
            ? Error.Invalid([new FieldFault(step.Field, fault)])
            : changed;

    private sealed record Step(
        string CaseId, string Day, string Field, Func<Case, DateOnly, Result<Case>> Change, Func<Case, DateOnly, DateOnly, string?> FaultOf);
}
