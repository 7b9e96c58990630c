using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Features;

/// <summary>A roll import as the contract writes it.</summary>
internal static class RollImportMessages
{
    public static RollImport ToMessage(this RollImportRow import, int parts)
    {
        var message = new RollImport
        {
            RollImportId = import.Id.ToString(),
            SubBudgetId = import.SubBudgetId.ToString(),
            State = (Contracts.Identity.V1.RollImportState)import.State,
            Parts = parts,
            Rows = import.Rows,
            FaultCount = import.FaultCount,
            Changes = import.IsChanges,
            Mapping = import.Mapping is { } mapping ? Contracts.Identity.V1.RollMapping.Parser.ParseJson(mapping) : null,
        };
        message.Faults.AddRange(RollStore.FaultsOf(import).Select(ToMessage));
        return message;
    }

    public static RollFault ToMessage(this RollLineFault fault) => new() { Line = fault.Line, Code = fault.Code, Message = RollFaults.TextOf(fault.Code) };
}
