using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

/// <summary>A comment on a proposal. Owned by Proposal.</summary>
public readonly record struct CommentId(Guid Value) : IId<CommentId>
{
    public static CommentId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
