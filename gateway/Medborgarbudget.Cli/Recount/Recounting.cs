using System.Text;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Recount;

/// <summary>Counts file after file, prints each, and goes on past those that cannot be counted.</summary>
internal sealed class Recounting(
    ElectionFiles files, IReadOnlyList<VotingRule> rules, WantedOutput wanted, TextWriter output, TextWriter error)
{
    private readonly Display display = new(error, TimeProvider.System);
    private readonly RecountProgress progress = new(files, isExplained: wanted.Explained is not null);
    private int exitCode;

    /// <summary>Gives the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!display.IsTerminal)
        {
            await Task.Run(() => CountAll(output, error, cancellationToken), cancellationToken);
            return exitCode;
        }

        // Nothing is printed into the bar; what there is to say comes after it.
        using var results = new StringWriter();
        using var problems = new StringWriter();
        await display.WatchAsync(
            "Counting",
            progress.Most,
            () => progress.Done,
            () => Task.Run(() => CountAll(results, problems, cancellationToken), cancellationToken));
        await output.WriteAsync(results.ToString().AsMemory(), cancellationToken);
        await error.WriteAsync(problems.ToString().AsMemory(), cancellationToken);
        return exitCode;
    }

    private void CountAll(TextWriter results, TextWriter problems, CancellationToken cancellationToken)
    {
        var terminal = new PlainTerminal(results, PlainTerminal.WidthOf(output));
        foreach (var path in files.Paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var counted = Count(path, cancellationToken);
                Write(counted, terminal, cancellationToken);
                if (counted.Outcomes.Any(IsGivenUp))
                {
                    throw CommandException.Failed($"{path}: a count was given up because it would take too much memory.");
                }
            }
            catch (CommandException exception)
            {
                problems.WriteLine($"mb: {exception.Message}");
                exitCode = Math.Max(exitCode, exception.ExitCode);
            }

            progress.EndFile();
        }
    }

    private static bool IsGivenUp(CountOutcome outcome) => outcome.Projects.Any(project => project.Verdict == Verdict.Undecided);

    private CountedFile Count(string path, CancellationToken cancellationToken)
    {
        var file = files.Read(path, cancellationToken);
        progress.BeginFile(path);
        file = wanted.LotSeed is { } seed ? file with { Election = file.Election.WithLots(seed) } : file;
        if (rules.Count > 0)
        {
            return CountedFile.Of(path, file, rules, caveat: null, progress, cancellationToken);
        }

        if (wanted.IsComparison)
        {
            return CountedFile.Of(path, file, RuleComparison.Usual(file.Election.VoteType), caveat: null, progress, cancellationToken);
        }

        var declared = DeclaredRule.Of(file.Election);
        return declared.Rule is { } rule
            ? CountedFile.Of(path, file, [rule], declared.Caveat, progress, cancellationToken)
            : throw CommandException.BadInput($"{path}: {declared.Caveat} Name one with --rule.");
    }

    private void Write(CountedFile counted, PlainTerminal terminal, CancellationToken cancellationToken)
    {
        switch (wanted)
        {
            case { IsComparison: true, IsJson: true }:
                terminal.Line(new RuleComparison(counted).ToJson());
                break;
            case { IsComparison: true }:
                new RuleComparison(counted).Write(terminal);
                break;
            case { IsJson: true }:
                terminal.Line(Document(counted));
                break;
            case { Explained: { } id }:
                new ProjectReasons(counted).Write(id, terminal, progress, cancellationToken);
                break;
            default:
                new OutcomeTable(counted).Write(terminal);
                break;
        }
    }

    /// <summary>The result document; of several files with the file's name in front, so that a line can be told by itself.</summary>
    private string Document(CountedFile counted)
    {
        var document = Encoding.UTF8.GetString(new ResultDocument(counted.Outcomes[0], counted.File.Sha256).ToJson());
        return files.Paths.Count == 1
            ? document
            : $"{{\"file\":\"{System.Text.Json.JsonEncodedText.Encode(counted.Name)}\",{document[1..]}";
    }
}
