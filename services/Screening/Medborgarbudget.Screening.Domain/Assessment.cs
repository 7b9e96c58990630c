using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings;

/// <summary>What a screening says. Numbers as in the proto.</summary>
public enum Feasibility
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,
    Feasible = 1,
    FeasibleWithChange = 2,
    NotFeasible = 3,
}

/// <summary>Whether the proposal meets one criterion.</summary>
/// <param name="Reason">Required where it is not met.</param>
public sealed record CriterionVerdict(string CriterionKey, bool IsMet, string Reason);

/// <summary>An assessment as somebody has written it: nothing of it is checked yet.</summary>
/// <param name="Cost">Investment.</param>
/// <param name="RunningCost">Yearly.</param>
public sealed record AssessmentDraft(
    IReadOnlyList<CriterionVerdict> Verdicts, Feasibility Feasibility, Money Cost, Money RunningCost, string Reason);

/// <summary>
/// An official's assessment that holds against the rules: one verdict per criterion of the set; feasible means every criterion met and
/// a price within the pot, not feasible means a criterion not met and a reason.
/// </summary>
public sealed record Assessment
{
    public required IReadOnlyList<CriterionVerdict> Verdicts { get; init; }

    public required Feasibility Feasibility { get; init; }

    /// <summary>Investment; zero when not feasible.</summary>
    public required Money Cost { get; init; }

    /// <summary>Yearly cost; zero when not feasible.</summary>
    public required Money RunningCost { get; init; }

    /// <summary>Required when not feasible and when a change is asked for.</summary>
    public required string Reason { get; init; }

    /// <summary>Checks what somebody has written. Errors: criterion_unknown, criteria_left, request.invalid.</summary>
    public static Result<Assessment> Of(AssessmentDraft draft, SubBudget subBudget)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(subBudget);
        return (CheckCriteria(draft, subBudget) ?? CheckFields(draft, subBudget)) is { } error ? error : Trust(draft);
    }

    private static Error? CheckCriteria(AssessmentDraft draft, SubBudget subBudget)
    {
        var judged = draft.Verdicts.Select(verdict => verdict.CriterionKey).ToList();
        var left = subBudget.Criteria.Except(judged).ToList();
        return judged.Except(subBudget.Criteria).Any()
            ? ScreeningErrors.CriterionUnknown
            : left.Count == 0
                ? null
                : ScreeningErrors.CriteriaLeft with { Faults = [.. left.Select(key => new FieldFault("assessment.verdicts", $"has none for {key}"))] };
    }

    private static Error? CheckFields(AssessmentDraft draft, SubBudget subBudget)
    {
        var fields = new Fields();
        fields.Check(draft.Verdicts.Count == subBudget.Criteria.Count, "assessment.verdicts", "judges a criterion twice");
        fields.Check(draft.Verdicts.All(verdict => verdict.IsMet || verdict.Reason.Length > 0), "assessment.verdicts", "must give a reason where not met");
        if (draft.Feasibility is Feasibility.NotFeasible)
        {
            CheckNotFeasible(draft, fields);
        }
        else
        {
            CheckFeasible(draft, subBudget, fields);
        }

        return fields.Error;
    }

    private static void CheckNotFeasible(AssessmentDraft draft, Fields fields)
    {
        fields.Check(draft.Reason.Length > 0, "assessment.reason", "is required when not feasible");
        fields.Check(draft.Verdicts.Any(verdict => !verdict.IsMet), "assessment.verdicts", "must have one not met when not feasible");
    }

    private static void CheckFeasible(AssessmentDraft draft, SubBudget subBudget, Fields fields)
    {
        fields.Money(draft.Cost.Ore, "assessment.costOre", 1, subBudget.MaxProposalCost.Ore);
        fields.Check(draft.Verdicts.All(verdict => verdict.IsMet), "assessment.verdicts", "must all be met when feasible");
        fields.Check(draft.Feasibility is Feasibility.Feasible || draft.Reason.Length > 0, "assessment.reason", "must say what is changed");
    }

    private static Assessment Trust(AssessmentDraft draft)
    {
        var isFeasible = draft.Feasibility is not Feasibility.NotFeasible;
        return new Assessment
        {
            Verdicts = draft.Verdicts,
            Feasibility = draft.Feasibility,
            Cost = isFeasible ? draft.Cost : Money.Zero,
            RunningCost = isFeasible ? draft.RunningCost : Money.Zero,
            Reason = draft.Reason,
        };
    }
}
