using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway;

/// <summary>What the gateway's own operations answer when they do not do as asked. Texts: <c>Errors.sv.resx</c>.</summary>
public static class GatewayErrors
{
    public static readonly Error SubBudgetMissing = new("gateway.sub_budget_missing", ErrorKind.Missing, "There is no such sub-budget.");
}
