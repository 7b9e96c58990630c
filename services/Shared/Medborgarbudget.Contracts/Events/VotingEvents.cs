namespace Medborgarbudget.Contracts.Events;

/// <summary>The ballot of a sub-budget is frozen.</summary>
/// <param name="ManifestHash">SHA-256 of the canonical manifest, hexadecimal.</param>
public sealed record BallotFrozen(
    Guid SubBudgetId, Guid OrganisationId, string ManifestHash, IReadOnlyList<BallotItemData> Items) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.voting.ballot_frozen.v1";

    public Guid Subject => SubBudgetId;
}

/// <summary>A proposal as frozen for voting.</summary>
public sealed record BallotItemData(Guid ProposalId, int Number, string Title, long CostOre);

/// <summary>The result of a vote is certified by the officials. It is not yet a decision.</summary>
public sealed record ResultCertified(
    Guid SubBudgetId,
    Guid OrganisationId,
    Guid CountId,
    long Ballots,
    string ManifestHash,
    string CountedListHash,
    IReadOnlyList<ItemResultData> Items) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.voting.result_certified.v1";

    public Guid Subject => SubBudgetId;
}

/// <summary>What the vote said of one item.</summary>
public sealed record ItemResultData(Guid ProposalId, int Number, string Title, long CostOre, long Votes, bool Selected);
