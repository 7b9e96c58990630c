using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions;

/// <summary>The case of one sub-budget before the body that decides.</summary>
public readonly record struct CaseId(Guid Value) : IId<CaseId>
{
    public static CaseId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
