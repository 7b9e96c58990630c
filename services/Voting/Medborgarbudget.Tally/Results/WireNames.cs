namespace Medborgarbudget.Tally;

/// <summary>The stable names of options and verdicts in result documents. They never change, whatever the members are called.</summary>
public static class WireNames
{
    /// <summary>The published name of a vote type.</summary>
    public static string WireName(this VoteType voteType) => voteType switch
    {
        VoteType.Approval => "approval",
        VoteType.Knapsack => "knapsack",
        VoteType.ChooseOne => "choose-1",
        VoteType.Cumulative => "cumulative",
        VoteType.Ordinal => "ordinal",
        VoteType.Scoring => "scoring",
    };

    /// <summary>The published name of an order.</summary>
    public static string WireName(this GreedyOrder order) => order switch
    {
        GreedyOrder.Votes => "votes",
        GreedyOrder.Points => "points",
        GreedyOrder.VotesPerCost => "votes-per-cost",
        GreedyOrder.PointsPerCost => "points-per-cost",
    };

    /// <summary>The published name of a measure of welfare.</summary>
    public static string WireName(this WelfareMeasure measure) => measure switch
    {
        WelfareMeasure.Votes => "votes",
        WelfareMeasure.Points => "points",
        WelfareMeasure.VotesTimesCost => "votes-times-cost",
    };

    /// <summary>The published name of a way to move money.</summary>
    public static string WireName(this CstvTransfer transfer) => transfer switch
    {
        CstvTransfer.Elimination => "elimination",
        CstvTransfer.Minimal => "minimal",
    };

    /// <summary>The published name of a selection.</summary>
    public static string WireName(this CstvSelection selection) => selection switch
    {
        CstvSelection.Excess => "excess",
        CstvSelection.SupportPerCost => "support-per-cost",
        CstvSelection.Support => "support",
    };

    /// <summary>The published name of what happens to money left.</summary>
    public static string WireName(this PotLeftover leftover) => leftover switch
    {
        PotLeftover.Stays => "stays",
        PotLeftover.GoesToLastPot => "goes-to-last-pot",
    };

    /// <summary>The published name of a way to score places.</summary>
    public static string WireName(this OrdinalScoring scoring) => scoring switch
    {
        OrdinalScoring.MaxLength => "max-length",
        OrdinalScoring.BallotLength => "ballot-length",
        OrdinalScoring.PlacesBelow => "places-below",
    };

    /// <summary>The published name of a utility.</summary>
    public static string WireName(this EqualSharesUtility utility) => utility switch
    {
        EqualSharesUtility.Cost => "cost",
        EqualSharesUtility.Cardinality => "cardinality",
        EqualSharesUtility.Points => "points",
    };

    /// <summary>The published name of a completion.</summary>
    public static string WireName(this EqualSharesCompletion completion) => completion switch
    {
        EqualSharesCompletion.None => "none",
        EqualSharesCompletion.Utilitarian => "utilitarian",
        EqualSharesCompletion.Add1 => "add1",
        EqualSharesCompletion.Add1ThenUtilitarian => "add1-utilitarian",
    };

    /// <summary>The published name of a comparison.</summary>
    public static string WireName(this EqualSharesComparison comparison) => comparison switch
    {
        EqualSharesComparison.None => "none",
        EqualSharesComparison.MoreWinners => "more-winners",
        EqualSharesComparison.AnyWinner => "any-winner",
    };

    /// <summary>The published name of a verdict.</summary>
    public static string WireName(this Verdict verdict) => verdict switch
    {
        Verdict.None => "none",
        Verdict.Elected => "elected",
        Verdict.DoesNotFit => "does-not-fit",
        Verdict.NotPaidFor => "not-paid-for",
        Verdict.AfterStop => "after-stop",
        Verdict.UnderThreshold => "under-threshold",
        Verdict.NoSupport => "no-support",
        Verdict.ExcludedByConflict => "excluded-by-conflict",
        Verdict.QuotaFull => "quota-full",
        Verdict.TooLarge => "too-large",
        Verdict.NotInBestSet => "not-in-best-set",
        Verdict.Undecided => "undecided",
        Verdict.NoPot => "no-pot",
    };
}
