using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// The projects that a run does not buy. They change nothing in it, so one run is the run without each of them: it shows the
/// effective support of all and guesses for all what would have been enough.
/// </summary>
internal sealed class NotBought
{
    private readonly EqualSharesRun run;
    private readonly Dictionary<int, EffectiveSupport> supports;
    private readonly Dictionary<int, PaidGuess> paid;
    private readonly Dictionary<int, Enough> guesses = [];
    private readonly WalkGuess? walk;

    public NotBought(CountOutcome outcome, EqualSharesRule rule, EqualSharesElection shares, ImmutableArray<int> projects)
    {
        run = new EqualSharesRun(shares);
        var payers = rule.SupportFloor is null ? shares : new EqualSharesElection(outcome.Election, rule with { SupportFloor = null });
        supports = projects.ToDictionary(project => project, project => new EffectiveSupport(shares, run, project));
        paid = projects.ToDictionary(project => project, project => new PaidGuess(payers, run, rule, project));
        walk = rule.IsUtilitarian ? new WalkGuess(outcome, GreedyOrder.Votes, projects) : null;
    }

    /// <summary>Runs at an endowment and looks at every project in every round.</summary>
    public void Watch(ExactFraction endowment, CancellationToken cancellationToken)
    {
        run.Start(endowment);
        while (run.TryBuy(out _, offer => Note(new WinningMoment(offer, run.History))))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        foreach (var (project, support) in supports)
        {
            support.NoteEnd();
            guesses.Add(project, Easier(paid[project].AtEnd(), walk?.Of(project) ?? default));
        }
    }

    /// <summary>The effective support of a project.</summary>
    public long? Support(int project) => supports[project].Percent;

    /// <summary>What would perhaps have been enough for a project.</summary>
    public Enough Guess(int project) => guesses[project];

    private static Enough Easier(Enough one, Enough other) => new(
        one.MoreSupporters is { } supporters && other.MoreSupporters is { } fewer
            ? Math.Min(supporters, fewer)
            : one.MoreSupporters ?? other.MoreSupporters,
        Math.Max(one.Cost ?? 0, other.Cost ?? 0));

    private void Note(WinningMoment moment)
    {
        foreach (var (project, support) in supports)
        {
            support.Note(moment);
            paid[project].Note(moment);
        }
    }
}
