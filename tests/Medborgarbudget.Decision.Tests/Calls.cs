using Grpc.Core;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Decision.Tests;

/// <summary>Requests as a secretary writes them, and how refused ones end.</summary>
internal static class Calls
{
    public static BodyDecision Body() => new() { Body = "Kommunfullmäktige", Date = "2027-01-11", Paragraph = "§ 58", CaseNumber = "KS 2026/112" };

    public static RecordMandateRequest Mandate(Guid subBudget, long amountOre = 500_000_00) =>
        new() { SubBudgetId = subBudget.ToString(), Decision = Body(), AmountOre = amountOre, Promise = "Omröstningen följs" };

    public static ItemDecision Item(this ResultCertified result, int number, Outcome outcome, string reason = "") =>
        new() { ProposalId = result.Items.Single(item => item.Number == number).ProposalId.ToString(), Outcome = outcome, Reason = reason };

    public static RecordDecisionRequest Decide(string caseId, params ItemDecision[] items) =>
        new() { CaseId = caseId, Decision = Body(), Items = { items } };

    /// <summary>Both selected items approved, the third left out.</summary>
    public static RecordDecisionRequest AsVoted(this ResultCertified result, string caseId) =>
        Decide(caseId, result.Item(1, Outcome.Approved), result.Item(2, Outcome.Approved));

    /// <summary>The code of the error that the call fails with.</summary>
    public static async Task<string> CodeOf<T>(this AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ToError().Code;

    /// <summary>The faulty fields that the call is refused for.</summary>
    public static async Task<IEnumerable<string>> FaultsOf<T>(this AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ToError().Faults.Select(fault => fault.Field);
}
