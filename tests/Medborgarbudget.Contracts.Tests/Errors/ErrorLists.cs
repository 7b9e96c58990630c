using System.Reflection;
using Medborgarbudget.Budgets;
using Medborgarbudget.Decisions;
using Medborgarbudget.FollowUp;
using Medborgarbudget.Gateway;
using Medborgarbudget.Identity;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network;
using Medborgarbudget.Proposals;
using Medborgarbudget.Screenings;
using Medborgarbudget.Voting;

namespace Medborgarbudget.Contracts.Tests.Errors;

/// <summary>The error codes that the services' domains define.</summary>
internal static class ErrorLists
{
    /// <summary>Each service, as it is named in its proto's package, and its list.</summary>
    public static readonly IReadOnlyDictionary<string, Type> ByService = new Dictionary<string, Type>
    {
        ["budget"] = typeof(BudgetErrors),
        ["proposal"] = typeof(ProposalErrors),
        ["screening"] = typeof(ScreeningErrors),
        ["identity"] = typeof(IdentityErrors),
        ["voting"] = typeof(VotingErrors),
        ["decision"] = typeof(DecisionErrors),
        ["followup"] = typeof(FollowUpErrors),
        ["network"] = typeof(NetworkErrors),
        ["gateway"] = typeof(GatewayErrors),
    };

    public static TheoryData<string> Services => [.. ByService.Keys];

    public static IReadOnlyList<string> CodesOf(string service) => Codes(ByService[service]);

    public static IReadOnlyList<string> General => Codes(typeof(GeneralErrors));

    private static IReadOnlyList<string> Codes(Type list) =>
        [.. list.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Error>().Select(error => error.Code)];
}
