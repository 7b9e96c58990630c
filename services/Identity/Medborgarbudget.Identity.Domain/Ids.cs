using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>One role of one person in one organisation, from request to revocation.</summary>
public readonly record struct RoleGrantId(Guid Value) : IId<RoleGrantId>
{
    public static RoleGrantId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One import of a roll extract.</summary>
public readonly record struct RollImportId(Guid Value) : IId<RollImportId>
{
    public static RollImportId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One place where officers take the votes of a sub-budget.</summary>
public readonly record struct VotingPlaceId(Guid Value) : IId<VotingPlaceId>
{
    public static VotingPlaceId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One officer's time at one voting place.</summary>
public readonly record struct ShiftId(Guid Value) : IId<ShiftId>
{
    public static ShiftId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
