using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>What is built or done for one approved proposal.</summary>
public readonly record struct MeasureId(Guid Value) : IId<MeasureId>
{
    public static MeasureId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
