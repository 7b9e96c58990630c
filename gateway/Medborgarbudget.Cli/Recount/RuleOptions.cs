using System.CommandLine;
using System.Text;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The options of the rules on the command line; null or false is what was not given.</summary>
internal sealed class RuleOptions
{
    public static readonly Option<string?> Order = Choice(
        "--order", "greedy: what the order goes by (default votes).", NamesOf<GreedyOrder>(WireNames.WireName));

    public static readonly Option<string?> Utility = Choice(
        "--utility",
        "What a voter gets from a winner: its cost, the same from each, or her points. equal-shares (default cost), max-welfare (default cardinality).",
        NamesOf<EqualSharesUtility>(WireNames.WireName));

    public static readonly Option<string?> Start = Choice(
        "--start",
        "equal-shares: the first endowment, budget over ballots rounded down to whole currency, or exactly (default integral with add1, else exact).",
        "integral", "exact");

    public static readonly Option<string?> Increment = Number(
        "--increment", "equal-shares with add1: the step of the endowment, in currency (default 1).");

    public static readonly Option<bool> ExhaustiveStop = new("--exhaustive-stop")
    {
        Description = "equal-shares with add1: also stop when nothing that is left fits the budget.",
    };

    public static readonly Option<string?> Completion = Choice(
        "--completion",
        "equal-shares: what follows; add1 raises the endowment, utilitarian adds most votes first (default none).",
        NamesOf<EqualSharesCompletion>(WireNames.WireName));

    public static readonly Option<string?> Threshold = Number(
        "--threshold", "Leave out projects with fewer votes (greedy by points: points). greedy, phragmen, max-welfare, cstv.");

    public static readonly Option<bool> NoSkip = new("--no-skip")
    {
        Description = "Stop at the first project that does not fit. greedy, majority-judgement (default: skip it), phragmen (default).",
    };

    public static readonly Option<bool> Skip = new("--skip")
    {
        Description = "phragmen: pass over what does not fit and go on.",
    };

    public static readonly Option<string?> Scoring = Choice(
        "--scoring",
        "What a place on an ordinal ballot is worth where points count. Default: max-length where points are added up, as cities publish them "
        + "(--order points, majority-judgement); ballot-length for cstv; places-below elsewhere.",
        NamesOf<OrdinalScoring>(WireNames.WireName));

    public static readonly Option<string[]> Exclusive = new("--exclusive")
    {
        Description = "Projects of which at most one may win; may be repeated. Any rule.",
        HelpName = "ID,ID,…",
    };

    public static readonly Option<string?> Transfer = Choice(
        "--transfer", "cstv: what happens when no project has its cost (default elimination).", NamesOf<CstvTransfer>(WireNames.WireName));

    public static readonly Option<string?> Selection = Choice(
        "--selection", "cstv: which project is the best (default excess).", NamesOf<CstvSelection>(WireNames.WireName));

    public static readonly Option<int?> LeastGrade = MakeLeastGrade();

    private readonly ParseResult parsed;

    public RuleOptions(ParseResult parsed) => this.parsed = parsed;

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [
        Order, Utility, Start, Increment, ExhaustiveStop, Completion, Threshold, NoSkip, Skip, Scoring, Exclusive, Transfer, Selection, LeastGrade,
    ];

    /// <summary>The options that were given.</summary>
    public IEnumerable<Option> Given => All.Where(option => parsed.GetResult(option) is { Implicit: false });

    public string Text(Option<string?> option, string otherwise) => parsed.GetValue(option) ?? otherwise;

    /// <summary>The choice that has the name given, or what holds otherwise.</summary>
    public T Value<T>(Option<string?> option, Func<T, string> nameOf, T otherwise)
        where T : struct, Enum =>
        parsed.GetValue(option) is { } text ? Enum.GetValues<T>().Single(value => nameOf(value) == text) : otherwise;

    public bool Has(Option<bool> option) => parsed.GetValue(option);

    public int Whole(Option<int?> option) => parsed.GetValue(option) ?? 0;

    public ExactDecimal? Amount(Option<string?> option) =>
        parsed.GetValue(option) is { } text && TryAmount(text, out var amount) ? amount : null;

    public IEnumerable<string[]> Groups() =>
        (parsed.GetValue(Exclusive) ?? []).Select(group => group.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The published names of an option's choices.</summary>
    private static string[] NamesOf<T>(Func<T, string> nameOf)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(nameOf)];

    private static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', values) };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<string?> Number(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryAmount(token.Value, out _))
            {
                result.AddError($"{name} is a number that is zero or more, not '{token.Value}'.");
            }
        });
        return option;
    }

    private static Option<int?> MakeLeastGrade()
    {
        var option = new Option<int?>("--least-grade")
        {
            Description = "majority-judgement: leave out projects whose majority grade, 0 to 3, is lower (default 0).", HelpName = "GRADE",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("0" or "1" or "2" or "3"))
            {
                result.AddError($"--least-grade is 0 to 3, not '{token.Value}'.");
            }
        });
        return option;
    }

    private static bool TryAmount(string text, out ExactDecimal amount) =>
        ExactDecimal.Parse(Encoding.UTF8.GetBytes(text), out amount) == NumberReading.Number && amount.Units >= 0;
}
