namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>Something that holds for every overlay.</summary>
/// <param name="Name">What holds, as a sentence with underscores.</param>
/// <param name="Faults">What of a rendering does not hold, a line each.</param>
internal sealed record Rule(string Name, Func<Rendering, IEnumerable<string>> Faults)
{
    public static IReadOnlyList<Rule> All { get; } = [.. PodRules.All, .. ReferenceRules.All, .. SystemRules.All, .. BackupRules.All, .. CapacityRules.All, .. NetworkRules.All];

    public override string ToString() => Name;
}
