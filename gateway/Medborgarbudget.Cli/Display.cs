using Medborgarbudget.Cli.Rehearse.Shaped;
using Spectre.Console;

namespace Medborgarbudget.Cli;

/// <summary>What the person at the terminal sees meanwhile, on the error stream: the result alone goes to the output.</summary>
internal sealed class Display(TextWriter error, TimeProvider clock)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });

    /// <summary>Whether somebody watches: a bar means nothing in a file.</summary>
    public bool IsTerminal => _console.Profile.Out.IsTerminal;

    /// <summary>For work that a bar alone does not tell enough of.</summary>
    public LiveTable Table { get; } = new(error, clock);

    /// <summary>Tells which step begins.</summary>
    public void Step(string text) => error.WriteLine(text);

    /// <summary>Shows a bar while the work goes on; the number done is asked for now and then, so that counting costs nothing.</summary>
    public Task WatchAsync(string title, long most, Func<long> done, Func<Task> work) =>
        _console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: most);
                var working = work();
                while (!working.IsCompleted)
                {
                    await Task.WhenAny(working, Task.Delay(Refresh, clock));
                    bar.Value = done();
                }

                await working;
            });
}
