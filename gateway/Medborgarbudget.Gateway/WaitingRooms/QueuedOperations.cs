using System.Collections.Frozen;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.Kernel;
using Yarp.ReverseProxy.Model;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>What stands behind the waiting room: getting a ballot token. Whoever has one goes past it.</summary>
internal static class QueuedOperations
{
    private const string Field = "sub_budget_id";

    private static readonly FrozenSet<string> Names = new[] { "IssueBallotToken", "RedeemBallotIdentification", "RedeemVotingCode" }.ToFrozenSet();

    private static readonly FrozenDictionary<string, Operation> ByRoute = PublicApi.Operations.Where(IsQueued)
        .SelectMany(operation => new[] { (Route: operation.JsonRoute, operation), (Route: operation.GrpcRoute, operation) })
        .ToFrozenDictionary(entry => entry.Route, entry => entry.operation);

    public static bool IsQueued(Operation operation) => Names.Contains(operation.Method.Name);

    public static Operation? Find(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId is { } route ? ByRoute.GetValueOrDefault(route) : null;

    /// <summary>The sub-budget that the request names. False where it cannot be read; what is no id is for the service to refuse.</summary>
    public static bool TryReadSubBudget(HttpContext context, Operation operation, out SubBudgetId? subBudget)
    {
        var text = context.Request.RouteValues[Field] as string;
        var isRead = text is not null || GrpcRequests.TryReadField(context.Request, operation.Method.InputType.FindFieldByName(Field), out text);
        subBudget = Id.TryParse<SubBudgetId>(text, out var id) ? id : null;
        return isRead;
    }
}
