using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>One application of one organisation for membership.</summary>
public readonly record struct ApplicationId(Guid Value) : IId<ApplicationId>
{
    public static ApplicationId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One good example, from draft on.</summary>
public readonly record struct GoodExampleId(Guid Value) : IId<GoodExampleId>
{
    public static GoodExampleId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
