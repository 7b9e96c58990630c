using System.Globalization;
using System.Text;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>Small made-up elections as .pb files, for one test each; the file is deleted with the object.</summary>
internal sealed class SampleElection : IDisposable
{
    private SampleElection(string content)
    {
        Path = global::System.IO.Path.Combine(global::System.IO.Path.GetTempPath(), $"mb-sample-{Guid.NewGuid():N}.pb");
        File.WriteAllText(Path, content, new UTF8Encoding(false));
    }

    public string Path { get; }

    /// <summary>An election whose projects have these costs (ids p1, p2, …) and these ballots, each a list of ids.</summary>
    public static SampleElection Of(string voteType, string budget, string[] costs, params string[] ballots) =>
        new(Write("greedy", voteType, budget, costs, ballots));

    /// <summary>The same with another rule than greedy declared.</summary>
    public static SampleElection WithRule(string rule, string voteType, string budget, string[] costs, params string[] ballots) =>
        new(Write(rule, voteType, budget, costs, ballots));

    /// <summary>Any text as a file.</summary>
    public static SampleElection OfText(string text) => new(text);

    public void Dispose() => File.Delete(Path);

    private static string Write(string rule, string voteType, string budget, string[] costs, string[] ballots)
    {
        var text = new StringBuilder("META\nkey;value\ndescription;Påhittat val\n");
        text.Append(CultureInfo.InvariantCulture, $"budget;{budget}\nvote_type;{voteType}\nrule;{rule}\n");
        text.Append("PROJECTS\nproject_id;cost;name\n");
        for (var project = 1; project <= costs.Length; project++)
        {
            text.Append(CultureInfo.InvariantCulture, $"p{project};{costs[project - 1]};Projekt {project}\n");
        }

        text.Append("VOTES\nvoter_id;vote\n");
        for (var voter = 1; voter <= ballots.Length; voter++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{voter};{ballots[voter - 1]}\n");
        }

        return text.ToString();
    }
}
