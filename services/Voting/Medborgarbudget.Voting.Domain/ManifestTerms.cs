using System.Collections.Immutable;

namespace Medborgarbudget.Voting;

/// <summary>What the installation puts its name to when a ballot is frozen.</summary>
/// <param name="Level">What stands behind a receipt.</param>
/// <param name="Electorate">Who may vote, in numbers.</param>
/// <param name="Keys">Whose signatures hold for this vote.</param>
/// <param name="Software">Name and version of the program.</param>
public sealed record ManifestTerms(AcknowledgementLevel Level, Electorate Electorate, ManifestKeys Keys, string Software);

/// <summary>How many may vote, and a hash that names the roll without telling who is on it. Identity has the roll.</summary>
/// <param name="Size">Persons on the roll.</param>
/// <param name="Areas">How many in each area; small ones are told together, under no name.</param>
/// <param name="RollHash">SHA-256 of the frozen roll, hexadecimal in lower case; empty where there is none to name.</param>
public sealed record Electorate(long Size, ImmutableArray<ElectorateArea> Areas, string RollHash);

public sealed record ElectorateArea(string Area, long Size);

/// <summary>Public keys, each a SubjectPublicKeyInfo of the curve P-256 in base64.</summary>
/// <param name="Log">Signs receipts, tree heads and the list of published files.</param>
/// <param name="Witnesses">Sign tree heads after they have seen that the log only grew.</param>
public sealed record ManifestKeys(string Log, ImmutableArray<WitnessKey> Witnesses);

public sealed record WitnessKey(string Name, string Key);
