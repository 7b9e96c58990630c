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
