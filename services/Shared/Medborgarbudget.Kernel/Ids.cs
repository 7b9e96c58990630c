namespace Medborgarbudget.Kernel;

/// <summary>An identity of its own type around a UUID, so that one id cannot be passed for another.</summary>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>Makes and reads ids. Text form: UUID with hyphens, lower case.</summary>
public static class Id
{
    /// <summary>A new time-ordered id (UUID version 7, RFC 9562).</summary>
    public static TId New<TId>(DateTimeOffset now)
        where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(now));

    /// <summary>Reads the text form; false for anything else, the empty UUID included.</summary>
    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, IId<TId>
    {
        var ok = Guid.TryParseExact(text, "D", out var value) && value != Guid.Empty;
        id = TId.From(value);
        return ok;
    }
}

/// <summary>A municipality, region or other body that runs participatory budgets. Owned by Network.</summary>
public readonly record struct OrganisationId(Guid Value) : IId<OrganisationId>
{
    public static OrganisationId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One run of an organisation's budget, usually a year. Owned by Budget.</summary>
public readonly record struct EditionId(Guid Value) : IId<EditionId>
{
    public static EditionId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>The unit that has sum, roll, calendar, ballot and count. Owned by Budget.</summary>
public readonly record struct SubBudgetId(Guid Value) : IId<SubBudgetId>
{
    public static SubBudgetId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A resident's proposal. Owned by Proposal.</summary>
public readonly record struct ProposalId(Guid Value) : IId<ProposalId>
{
    public static ProposalId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A person as every service but Identity knows her: opaque, never a personal identity number.</summary>
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
