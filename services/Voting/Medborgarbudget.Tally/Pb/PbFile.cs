namespace Medborgarbudget.Tally.Pb;

/// <summary>What a .pb file says.</summary>
/// <param name="Election">What can be counted.</param>
/// <param name="CityOutcome">What the city itself decided, or null when the file does not say.</param>
/// <param name="Report">Everything odd that was survived.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes, in lower-case hex.</param>
public sealed record PbFile(Election Election, CityOutcome? CityOutcome, PbReport Report, string Sha256);
