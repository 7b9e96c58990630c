using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>A place in the line of a sub-budget. It names nobody.</summary>
/// <param name="Number">Rises by one with each who comes; 0 = came in without waiting.</param>
/// <param name="ShownAt">When the gateway saw it last in the line, or when it was admitted: from then on it lives <see cref="Lifetime"/>.</param>
internal readonly record struct Ticket(SubBudgetId SubBudget, long Number, DateTimeOffset ShownAt, bool IsAdmitted)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
}
