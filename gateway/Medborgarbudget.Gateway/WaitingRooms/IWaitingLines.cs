using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>The lines before the sub-budgets. In Redis for any number of gateways, in memory for one; both count alike.</summary>
internal interface IWaitingLines
{
    /// <summary>Moves the line on to now and does one thing in it.</summary>
    /// <param name="number">Number of the ticket held; 0 = none. One that the line never gave is as none.</param>
    Task<Standing> StepAsync(SubBudgetId subBudget, LineStep step, long number);

    /// <summary>Sets who decides, and how many are let in each second; 0 = as many as the installation says.</summary>
    Task SetAsync(SubBudgetId subBudget, WaitingRoomMode mode, int rate);
}

/// <summary>What somebody wants at a line. The values are those of the script.</summary>
internal enum LineStep
{
    /// <summary>To see it.</summary>
    Look = 0,

    /// <summary>A ticket, should one be needed.</summary>
    TakeTicket = 1,

    /// <summary>A ballot token; these are counted for opening the line by itself.</summary>
    Enter = 2,
}

/// <summary>How a line stands, and where one ticket is in it.</summary>
/// <param name="Number">Of the ticket; 0 where none was needed.</param>
/// <param name="Admitted">The highest number that is let in.</param>
/// <param name="Rate">How many are let in each second.</param>
internal readonly record struct Standing(bool IsOpen, long Number, long Issued, long Admitted, int Rate, WaitingRoomMode Mode)
{
    public bool IsLetIn => !IsOpen || Number <= Admitted;

    public long Place => IsLetIn ? 0 : Number - Admitted;

    public long Waiting => Issued - Admitted;
}
