using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions;

/// <summary>
/// The case of one sub-budget before the deciding body: opened by the certified result, decided project by project, then public. The vote is
/// advice until the body has decided. Invariant: from <see cref="CaseState.Decided"/> on every item has an outcome and every
/// deviation from the vote a reason, and nothing of it changes any more.
/// </summary>
public sealed record Case
{
    /// <summary>Days after the notice in which a member of the municipality may ask for a legality review (KL 13).</summary>
    public const int DaysForLegalityReview = 21;

    /// <summary>The law asks for 14 days; later is late but real, much later is a slip of the pen.</summary>
    private const int MostDaysToAdjust = 90;

    public required CaseId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required CaseState State { get; init; }

    /// <summary>In the order of the certified result.</summary>
    public required IReadOnlyList<CaseItem> Items { get; init; }

    /// <summary>Tjänsteskrivelse; empty until written.</summary>
    public required string Report { get; init; }

    public BodyDecision? Decision { get; init; }

    public DateOnly? AdjustedOn { get; init; }

    public DateOnly? NoticeOn { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Rises by one with every change.</summary>
    public required int Version { get; init; }

    /// <summary>Before the minutes are adjusted the material is for those who prepare the case.</summary>
    public bool IsPublic => State >= CaseState.Adjusted;

    /// <summary>
    /// Legal force at the earliest: the day after the last one on which a review may be asked for. A fact to show, not a condition for starting work
    /// (KL 13:14).
    /// </summary>
    public DateOnly? LegalForceOn => NoticeOn?.AddDays(DaysForLegalityReview + 1);

    public static Case Open(SubBudgetId subBudget, OrganisationId organisation, IReadOnlyList<CaseItem> items, DateTimeOffset now) => new()
    {
        Id = Kernel.Id.New<CaseId>(now),
        SubBudgetId = subBudget,
        OrganisationId = organisation,
        State = CaseState.Open,
        Items = items,
        Report = "",
        OpenedAt = now,
        Version = 1,
    };

    /// <summary>Writes the official report, or writes it anew. Errors: case_decided.</summary>
    public Result<Case> WriteReport(string report) => IsDecided
        ? DecisionErrors.CaseDecided
        : Change(CaseState.Reported) with { Report = report };

    /// <summary>
    /// Records what the body decided. Every selected item must be named; others that are left out are rejected as voted.
    /// Errors: case_decided, item_twice, item_unknown, items_left, reason_missing.
    /// </summary>
    public Result<Case> Decide(BodyDecision decision, IReadOnlyList<ItemDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        if (IsDecided)
        {
            return DecisionErrors.CaseDecided;
        }

        if (CheckNamed(decisions) is { } error)
        {
            return error;
        }

        var byProposal = decisions.ToDictionary(item => item.ProposalId);
        var decided = Items
            .Select(item => byProposal.TryGetValue(item.ProposalId, out var named) ? item.Decide(named) : item.RejectAsVoted())
            .ToList();
        return decided.FirstOrDefault(item => item.IsError).Error is { } missing
            ? missing
            : Change(CaseState.Decided) with { Decision = decision, Items = [.. decided.Select(item => item.Value)] };
    }

    /// <summary>Records that the minutes are adjusted; the decision is public from now on. Errors: not_decided.</summary>
    public Result<Case> Adjust(DateOnly on) => State == CaseState.Decided
        ? Change(CaseState.Adjusted) with { AdjustedOn = on }
        : DecisionErrors.NotDecided;

    /// <summary>Records the notice on the official board. Errors: not_adjusted.</summary>
    public Result<Case> PostNotice(DateOnly on) => State == CaseState.Adjusted
        ? Change(CaseState.NoticePosted) with { NoticeOn = on }
        : DecisionErrors.NotAdjusted;

    /// <summary>What is wrong with a day of adjustment; null when nothing is.</summary>
    public string? FaultOfAdjustment(DateOnly on, DateOnly today) => on switch
    {
        _ when on > today => "is in the future",
        _ when on < Decision?.Date => "is before the decision",
        _ when on > Decision?.Date.AddDays(MostDaysToAdjust) => "is more than 90 days after the decision",
        _ => null,
    };

    /// <summary>What is wrong with a day of notice; null when nothing is.</summary>
    public string? FaultOfNotice(DateOnly on, DateOnly today) => on switch
    {
        _ when on > today => "is in the future",
        _ when on < AdjustedOn => "is before the adjustment",
        _ => null,
    };

    private bool IsDecided => State >= CaseState.Decided;

    private Case Change(CaseState state) => this with { State = state, Version = Version + 1 };

    private Error? CheckNamed(IReadOnlyList<ItemDecision> decisions)
    {
        var named = decisions.Select(item => item.ProposalId).ToHashSet();
        return (named.Count < decisions.Count, named.IsSubsetOf(Items.Select(item => item.ProposalId)), LeavesOutSelected(named)) switch
        {
            (true, _, _) => DecisionErrors.ItemTwice,
            (_, false, _) => DecisionErrors.ItemUnknown,
            (_, _, true) => DecisionErrors.ItemsLeft,
            _ => null,
        };
    }

    private bool LeavesOutSelected(HashSet<ProposalId> named) => Items.Any(item => item.IsSelected && !named.Contains(item.ProposalId));
}
