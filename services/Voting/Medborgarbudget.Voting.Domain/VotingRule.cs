namespace Medborgarbudget.Voting;

/// <summary>How a ballot is filled in.</summary>
public enum VoteType
{
    /// <summary>At most so many items.</summary>
    Approval,

    /// <summary>Any items whose costs together fit the pot.</summary>
    Knapsack,

    /// <summary>One item.</summary>
    ChooseOne,
}

/// <summary>How ballots are filled in and counted, as the plan of the sub-budget says.</summary>
/// <param name="MaxChoices">Most items on one ballot; 0 = no limit of its own. Never used with <see cref="VoteType.ChooseOne"/>.</param>
/// <param name="Count">The rule of the count with every option.</param>
public sealed record VotingRule(VoteType VoteType, int MaxChoices, Tally.VotingRule Count)
{
    /// <summary>Whether voters may be shown their own ballots, as <see cref="Castcheck"/> says.</summary>
    public bool HasCastcheck { get; init; }
}

/// <summary>What stands behind an acknowledged ballot; published with the ballot and on every receipt.</summary>
public enum AcknowledgementLevel
{
    /// <summary>Nothing but memory. For measurements; refused in production.</summary>
    Memory,

    /// <summary>The store has synced it to its log.</summary>
    Store,

    /// <summary>The ledger has committed it.</summary>
    Ledger,

    /// <summary>The ledger and a synchronous replica have committed it.</summary>
    LedgerReplica,
}

/// <summary>The published names of the levels.</summary>
public static class AcknowledgementLevels
{
    public static string Name(this AcknowledgementLevel level) => level switch
    {
        AcknowledgementLevel.Memory => "memory",
        AcknowledgementLevel.Store => "store",
        AcknowledgementLevel.Ledger => "ledger",
        AcknowledgementLevel.LedgerReplica => "ledger-replica",
    };

    /// <summary>Whether nobody is told anything before the ledger has committed it.</summary>
    public static bool WaitsForLedger(this AcknowledgementLevel level) => level is AcknowledgementLevel.Ledger or AcknowledgementLevel.LedgerReplica;

    /// <summary>The level of that name, or null.</summary>
    public static AcknowledgementLevel? Find(string? name) =>
        Enum.GetValues<AcknowledgementLevel>().Cast<AcknowledgementLevel?>().FirstOrDefault(level => level!.Value.Name() == name);
}
