using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

/// <summary>What the Proposal service answers when it does not do as asked. Texts for residents: <c>Errors.sv.resx</c>.</summary>
public static class ProposalErrors
{
    public static readonly Error SubBudgetMissing = new("proposal.sub_budget_missing", ErrorKind.Missing, "There is no such sub-budget.");
    public static readonly Error Missing = new("proposal.missing", ErrorKind.Missing, "There is no such proposal.");
    public static readonly Error CommentMissing = new("proposal.comment_missing", ErrorKind.Missing, "There is no such comment.");
    public static readonly Error IntakeClosed = new("proposal.intake_closed", ErrorKind.State, "The sub-budget takes no proposals now.");
    public static readonly Error NotDraft = new("proposal.not_draft", ErrorKind.State, "The proposal is submitted already.");
    public static readonly Error NotEditable = new("proposal.not_editable", ErrorKind.State, "The proposal is past editing.");
    public static readonly Error NotWithdrawable = new("proposal.not_withdrawable", ErrorKind.State, "The proposal is withdrawn, hidden or decided on.");
    public static readonly Error NotHideable = new("proposal.not_hideable", ErrorKind.State, "The proposal is hidden, or frozen on the ballot.");
    public static readonly Error NotSupportable = new("proposal.not_supportable", ErrorKind.State, "The proposal takes no support now.");
    public static readonly Error NotCommentable = new("proposal.not_commentable", ErrorKind.State, "The proposal takes no comments now.");
}
