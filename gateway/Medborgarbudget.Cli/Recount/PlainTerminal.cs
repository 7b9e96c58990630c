using Spectre.Console;

namespace Medborgarbudget.Cli.Recount;

/// <summary>Where results for people go: the output, whether that is a terminal, a file or a pipe.</summary>
internal sealed class PlainTerminal
{
    private const int WidthElsewhere = 140;

    private readonly TextWriter output;
    private readonly IAnsiConsole console;

    public PlainTerminal(TextWriter output, int width)
    {
        this.output = output;
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
    }

    /// <summary>How wide a line may be; files and pipes have room.</summary>
    public static int WidthOf(TextWriter output) => new AnsiConsoleOutput(output) is { IsTerminal: true } target ? target.Width : WidthElsewhere;

    public void Line(string text) => output.WriteLine(Clean(text));

    public void Table(Table table) => console.Write(table.RoundedBorder());

    /// <summary>A cell with a text of the file, which may hold anything, such as the commands of a terminal.</summary>
    public static Text Cell(string text) => new(Clean(text));

    private static string Clean(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
