using Grpc.Core;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.FollowUp.Tests;

/// <summary>Requests as officials write them, and how refused ones end.</summary>
internal static class Calls
{
    public static PlanMeasureRequest Plan(string measureId, params string[] milestones) => new()
    {
        MeasureId = measureId,
        ResponsibleUnit = "Parkförvaltningen",
        PlannedCostOre = 90_00,
        PlannedOn = "2027-06-01",
        Milestones = { milestones.Select(key => new Contracts.FollowUp.V1.Milestone { Key = key, Name = $"Steg {key}", PlannedOn = "2027-05-01" }) },
    };

    public static ReportProgressRequest Report(string measureId, Contracts.FollowUp.V1.MeasureState state, params string[] reached) => new()
    {
        MeasureId = measureId,
        State = state,
        CostSoFarOre = 10_00,
        Text = "Grävt klart",
        MilestonesReached = { reached },
    };

    public static StopMeasureRequest Stop(string measureId) => new()
    {
        MeasureId = measureId,
        Reason = "Marken är såld",
        DecisionReference = "Kommunstyrelsen 2027-01-12 § 9",
        MoneyGoesTo = "Pengarna går till nästa omgång.",
    };

    public static SetGoalsRequest Goals(Guid subBudget, params string[] keys) => new()
    {
        SubBudgetId = subBudget.ToString(),
        Goals = { keys.Select(key => new Contracts.FollowUp.V1.Goal { Key = key, Text = $"Mål {key}" }) },
    };

    public static JudgeGoalRequest Judge(Guid subBudget, string key, Contracts.FollowUp.V1.Verdict verdict = Contracts.FollowUp.V1.Verdict.Reached) =>
        new() { SubBudgetId = subBudget.ToString(), Key = key, Verdict = verdict, Grounds = "Enkät bland 200 boende" };

    public static PublishEvaluationRequest Publish(Guid subBudget) => new() { SubBudgetId = subBudget.ToString(), Text = "Vi lärde oss …" };

    /// <summary>The code of the error that the call fails with.</summary>
    public static async Task<string> CodeOf<T>(this AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ToError().Code;

    /// <summary>The faulty fields that the call is refused for.</summary>
    public static async Task<IEnumerable<string>> FaultsOf<T>(this AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ToError().Faults.Select(fault => fault.Field);
}
