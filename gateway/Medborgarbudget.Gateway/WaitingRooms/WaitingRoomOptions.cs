namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>What the installation decides about waiting rooms; configuration section <c>Gateway:WaitingRoom</c>.</summary>
internal sealed class WaitingRoomOptions
{
    /// <summary>
    /// A waiting room opens by itself when more than this many ask for a ballot token of one sub-budget in a second, and lets in as many
    /// unless its sub-budget has a number of its own; 0 = none opens by itself.
    /// </summary>
    public int OpensAt { get; init; } = 200;

    /// <summary>Base64 of at least 32 bytes that tickets are signed with, the same for all replicas; without Redis one is made at start.</summary>
    public string? Key { get; init; }
}
