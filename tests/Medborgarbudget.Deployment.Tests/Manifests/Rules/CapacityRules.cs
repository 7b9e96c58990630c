using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>Production is as large as the table of <c>docs/capacity.md</c> says of a million voters.</summary>
internal static partial class CapacityRules
{
    private static readonly Lazy<IReadOnlyList<Row>> Table = new(() => [.. Cells().Matches(File.ReadAllText(RepositoryFolder.Path("docs", "capacity.md"))).Select(match => new Row(
        match.Groups["name"].Value, Number(match, "request"), Number(match, "peak"), Number(match, "ordinary")))]);

    public static readonly IReadOnlyList<Rule> All =
    [
        new("Production_can_grow_to_what_a_million_voters_need", overlay => overlay.Overlay == "prod" ? Table.Value.SelectMany(row => Autoscaler(overlay, row)) : []),
        new("Production_requests_what_its_size_was_computed_with", overlay => overlay.Overlay == "prod" ? Table.Value.SelectMany(row => Request(overlay, row)) : []),
    ];

    private static IEnumerable<string> Autoscaler(Rendering overlay, Row row)
    {
        var most = overlay.The<V2HorizontalPodAutoscaler>(row.Name).Spec.MaxReplicas;
        if (most < row.Peak)
        {
            yield return $"HorizontalPodAutoscaler/{row.Name}: stops at {most} pods";
        }

        var arguments = overlay.The("CronJob/prescale-up").Pod.Containers[0].Args;
        var raised = arguments.Contains(row.Name) ? arguments.Select(argument => Least().Match(argument)).Single(match => match.Success).Groups[1].Value : "0";
        if (int.Parse(raised, CultureInfo.InvariantCulture) < row.Ordinary)
        {
            yield return $"CronJob/prescale-up: raises {row.Name} to {raised} pods, too few for an ordinary day of voting";
        }
    }

    private static IEnumerable<string> Request(Rendering overlay, Row row)
    {
        var request = overlay.The($"Deployment/{row.Name}").Pod.Containers[0].Resources.Requests["cpu"].ToDecimal() * 1000;
        if (request != row.Request)
        {
            yield return $"Deployment/{row.Name}: requests {request:F0}m, not {row.Request}m";
        }
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>The second of three columns is that of a million.</summary>
    [GeneratedRegex(@"^\| (?<name>[a-z]+): pods of (?<request>\d+)m at the peak \(on the ordinary day\) \| \d+ \(\d+\) \| (?<peak>\d+) \((?<ordinary>\d+)\) \| \d+ \(\d+\) \|$", RegexOptions.Multiline)]
    private static partial Regex Cells();

    [GeneratedRegex("\"minReplicas\":(\\d+)")]
    private static partial Regex Least();

    private sealed record Row(string Name, int Request, int Peak, int Ordinary);
}
