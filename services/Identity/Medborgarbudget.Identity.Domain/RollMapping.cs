namespace Medborgarbudget.Identity;

/// <summary>
/// How an extract that was not written for this system is read: what gives each field, and which of our areas an area code means. Columns
/// that it does not name are passed over.
/// </summary>
/// <param name="Separator">Null = as the header line tells.</param>
/// <param name="Sources">By the names of <see cref="RollFormat.FieldNames"/>; a field that is not there is empty on every row.</param>
/// <param name="Areas">By code; empty = areas are taken as written. Who has no code is in no area: protected persons have none.</param>
public sealed record RollMapping(char? Separator, IReadOnlyDictionary<string, RollSource> Sources, IReadOnlyDictionary<string, string> Areas);

/// <summary>What gives a field.</summary>
/// <param name="Column">A column by its name in the header, without regard to case; null = the constant.</param>
/// <param name="Constant">The same on every row.</param>
public sealed record RollSource(string? Column, string Constant);
