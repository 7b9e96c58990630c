using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Budgets.Features;
using Medborgarbudget.Budgets.Storage;
using Wire = Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Budgets.Grpc;

/// <summary>Domain values as messages. The enums of both sides have the same numbers.</summary>
internal static class WireMapping
{
    public static Wire.Edition ToWire(this Edition edition) => new()
    {
        EditionId = edition.Id.ToString(),
        OrganisationId = edition.OrganisationId.ToString(),
        Name = edition.Name,
        Year = edition.Year,
        Closed = edition.Closed,
        CriteriaSets = { edition.CriteriaSets.Select(set => set.ToWire()) },
        Version = edition.Version,
        CreatedAt = edition.CreatedAt.ToTimestamp(),
    };

    public static Wire.CriteriaSet ToWire(this CriteriaSet set) => new()
    {
        CriteriaSetId = set.Id.ToString(),
        Version = set.Version,
        Criteria = { set.Criteria.Select(criterion => new Wire.Criterion { Key = criterion.Key, Text = criterion.Text }) },
    };

    public static Wire.SubBudget ToWire(this SubBudget subBudget) => new()
    {
        SubBudgetId = subBudget.Id.ToString(),
        EditionId = subBudget.EditionId.ToString(),
        OrganisationId = subBudget.OrganisationId.ToString(),
        Phase = (Wire.Phase)subBudget.Phase,
        Paused = subBudget.Paused,
        Aborted = subBudget.Aborted,
        Rehearsal = subBudget.Rehearsal,
        Plan = subBudget.Plan.ToWire(),
        CriteriaSet = subBudget.CriteriaSet.ToWire(),
        OutreachTexts = { subBudget.OutreachTexts.Select(ToWire) },
        Version = subBudget.Version,
        CreatedAt = subBudget.CreatedAt.ToTimestamp(),
    };

    public static Wire.GuardStatus ToWire(this Guard guard) => new()
    {
        Code = guard.Code,
        Message = guard.Message,
        Owner = guard.Owner,
        State = guard.Standing switch
        {
            GuardStanding.Done => Wire.GuardState.Done,
            GuardStanding.Missing => Wire.GuardState.Missing,
            GuardStanding.NoAnswer => Wire.GuardState.NoAnswer,
        },
    };

    public static Wire.PhaseChange ToWire(this PhaseChangeRow change) => new()
    {
        From = (Wire.Phase)change.From,
        To = (Wire.Phase)change.To,
        At = change.At.ToTimestamp(),
        Act = change.Act,
        Reason = change.Reason,
    };

    private static Wire.Plan ToWire(this Plan plan) => new()
    {
        Name = plan.Name,
        ScopeKind = (Wire.ScopeKind)plan.ScopeKind,
        Scope = plan.Scope,
        AmountOre = plan.Amount.Ore,
        CriteriaSetId = plan.CriteriaSetId.ToString(),
        VotingRule = ToWire(plan.VotingRule),
        RollRule = ToWire(plan.RollRule),
        Calendar = new Wire.Calendar
        {
            IntakeOpens = plan.Calendar.IntakeOpens.ToTimestamp(),
            IntakeCloses = plan.Calendar.IntakeCloses.ToTimestamp(),
            ReviewCloses = plan.Calendar.ReviewCloses.ToTimestamp(),
            VotingOpens = plan.Calendar.VotingOpens.ToTimestamp(),
            VotingCloses = plan.Calendar.VotingCloses.ToTimestamp(),
            ObjectionsClose = plan.Calendar.ObjectionsClose.ToTimestamp(),
        },
        RequiredLanguages = { plan.RequiredLanguages },
        MaxProposalCostOre = plan.MaxProposalCost.Ore,
    };

    private static Wire.RollRule ToWire(RollRule rule) => new()
    {
        MinAge = rule.MinAge,
        MaxAge = rule.MaxAge,
        AsOf = rule.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Areas = { rule.Areas },
        Groups = { rule.Groups },
        GuardianUnder = rule.GuardianUnder,
        FreeChoice = rule.HasFreeChoice,
        Connections = { rule.Connections.Select(connection => (Wire.Connection)connection) },
    };

    private static Wire.VotingRule ToWire(VotingRule rule) => new()
    {
        VoteType = (Wire.VoteType)rule.VoteType,
        CountRule = (Wire.CountRule)rule.CountRule,
        MaxChoices = rule.MaxChoices,
        VoteThreshold = rule.VoteThreshold,
        Greedy = rule.Greedy is { } greedy ? new Wire.GreedyOptions { SizeQuotas = { greedy.SizeQuotas.Select(ToWire) } } : null,
        EqualShares = rule.EqualShares is { } shares ? ToWire(shares) : null,
        Phragmen = rule.Phragmen is { } phragmen ? new Wire.PhragmenOptions { PassesOver = phragmen.PassesOver } : null,
        MaxWelfare = rule.MaxWelfare is { } welfare ? new Wire.MaxWelfareOptions { ByCost = welfare.ByCost } : null,
        Cstv = rule.Cstv is { } cstv
            ? new Wire.CstvOptions { Transfer = (Wire.CstvTransfer)cstv.Transfer, Selection = (Wire.CstvSelection)cstv.Selection }
            : null,
        Castcheck = rule.HasCastcheck,
    };

    private static Wire.SizeQuota ToWire(SizeQuota quota) => new() { MaxCostOre = quota.MaxCost.Ore, Winners = quota.Winners };

    private static Wire.EqualSharesOptions ToWire(EqualSharesOptions options) => new()
    {
        Utility = (Wire.EqualSharesUtility)options.Utility,
        Completion = (Wire.EqualSharesCompletion)options.Completion,
        Comparison = (Wire.EqualSharesComparison)options.Comparison,
        StartsExact = options.StartsExact,
        IncrementOre = options.IsAdd1 ? options.Increment.Ore : 0,
        ExhaustiveStop = options.ExhaustiveStop,
        SupportFloor = options.SupportFloor,
    };

    private static Wire.OutreachText ToWire(OutreachText text) => new()
    {
        Language = text.Language,
        Title = text.Title,
        Text = text.Text,
        ContactPoint = text.ContactPoint,
        AccessibilityStatement = text.AccessibilityStatement,
    };
}
