namespace Medborgarbudget.Tally;

/// <summary>How far an explanation has come.</summary>
/// <param name="Explained">How many projects are explained.</param>
/// <param name="Projects">How many there are.</param>
public readonly record struct ExplanationProgress(int Explained, int Projects);
