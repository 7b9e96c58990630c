using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

/// <summary>What a proposal is to a reader. Numbers as in the proto.</summary>
public enum ProposalState
{
    /// <summary>Never shown.</summary>
    Unspecified = 0,

    /// <summary>Not received by the authority.</summary>
    Draft = 1,

    /// <summary>Received and public.</summary>
    Received = 2,

    /// <summary>Withdrawn before the freeze.</summary>
    Withdrawn = 3,

    /// <summary>Hidden by a moderator.</summary>
    Hidden = 4,

    /// <summary>Waits for the outcome of its screening.</summary>
    InScreening = 5,
    Feasible = 6,
    NotFeasible = 7,
    OnBallot = 8,

    /// <summary>By the certified result; not a decision.</summary>
    Selected = 9,
    NotSelected = 10,
    Approved = 11,
    Rejected = 12,
}

/// <summary>
/// What Screening, Voting and Decision have said of a proposal. Each fact has a place of its own and is never taken back by another
/// one: the furthest decides the state, whichever arrived last.
/// </summary>
public sealed record Course
{
    public static readonly Course None = new();

    /// <summary>Version of the screening's accepted outcome; 0 = none.</summary>
    public int OutcomeVersion { get; init; }

    public bool IsFeasible { get; init; }

    /// <summary>Screened cost; zero when not feasible or not known.</summary>
    public Money Cost { get; init; }

    /// <summary>The screening's reason; may be empty when feasible.</summary>
    public string OutcomeReason { get; init; } = "";

    public bool IsOnBallot { get; init; }

    /// <summary>By the certified result; null before it.</summary>
    public bool? IsSelected { get; init; }

    /// <summary>By the decision; null before it, and when it was sent back.</summary>
    public bool? IsApproved { get; init; }

    /// <summary>An accepted outcome; one that is not newer than the known one changes nothing.</summary>
    public Course WithOutcome(int version, bool isFeasible, Money cost, string reason) => version <= OutcomeVersion
        ? this
        : this with { OutcomeVersion = version, IsFeasible = isFeasible, Cost = isFeasible ? cost : Money.Zero, OutcomeReason = reason };

    public Course OnBallot() => this with { IsOnBallot = true };

    /// <summary>The certified result; what is certified stays. It tells of the ballot too, should that event be late.</summary>
    public Course WithResult(bool isSelected) => this with { IsOnBallot = true, IsSelected = IsSelected ?? isSelected };

    /// <summary>The decision of the body; what is decided stays.</summary>
    public Course WithDecision(bool isApproved) => this with { IsOnBallot = true, IsApproved = IsApproved ?? isApproved };

    /// <summary>The state by the furthest fact; <see cref="ProposalState.Received"/> without any.</summary>
    public ProposalState State() => this switch
    {
        { IsApproved: { } approved } => approved ? ProposalState.Approved : ProposalState.Rejected,
        { IsSelected: { } selected } => selected ? ProposalState.Selected : ProposalState.NotSelected,
        { IsOnBallot: true } => ProposalState.OnBallot,
        { OutcomeVersion: 0 } => ProposalState.Received,
        _ => IsFeasible ? ProposalState.Feasible : ProposalState.NotFeasible,
    };
}
