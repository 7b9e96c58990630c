namespace Medborgarbudget.Tally;

/// <summary>
/// A knapsack in which some items exclude each other. It is filled as if they did not; where the best filling holds two that do,
/// one or the other is forbidden and both cases are followed, as long as they can still be best.
/// </summary>
internal sealed class ExclusiveKnapsack(KnapsackItem[] items, long capacity, Func<int, int, bool> exclude, int mostStates)
{
    private readonly Stack<bool[]> cases = new([new bool[items.Length]]);
    private long statesLeft = mostStates;
    private bool[]? best;
    private Int128 bestWorth;

    /// <summary>
    /// Which items the best filling takes, the first best one in the order of items; null when it would take too many states.
    /// </summary>
    public bool[]? Solve(CancellationToken cancellationToken)
    {
        while (cases.TryPop(out var forbidden))
        {
            if (Fill(forbidden, cancellationToken) is not { } taken)
            {
                return null;
            }

            var worth = Worth(taken);
            if (best is not null && worth < bestWorth)
            {
                continue;
            }

            if (Conflict(taken) is var (one, other))
            {
                cases.Push(With(forbidden, one));
                cases.Push(With(forbidden, other));
            }
            else if (best is null || worth > bestWorth || IsBefore(taken, best))
            {
                (best, bestWorth) = (taken, worth);
            }
        }

        return best;
    }

    private bool[]? Fill(bool[] forbidden, CancellationToken cancellationToken)
    {
        int[] allowed = [.. Enumerable.Range(0, items.Length).Where(item => !forbidden[item])];
        var knapsack = new Knapsack([.. allowed.Select(item => items[item])], capacity, statesLeft);
        if (knapsack.Solve(cancellationToken) is not { } taken)
        {
            return null;
        }

        statesLeft -= knapsack.StateCount;
        var all = new bool[items.Length];
        for (var place = 0; place < allowed.Length; place++)
        {
            all[allowed[place]] = taken[place];
        }

        return all;
    }

    private Int128 Worth(bool[] taken)
    {
        Int128 worth = 0;
        for (var item = 0; item < taken.Length; item++)
        {
            worth += taken[item] ? items[item].Worth : 0;
        }

        return worth;
    }

    private (int One, int Other)? Conflict(bool[] taken)
    {
        for (var one = 0; one < taken.Length; one++)
        {
            for (var other = one + 1; taken[one] && other < taken.Length; other++)
            {
                if (taken[other] && exclude(one, other))
                {
                    return (one, other);
                }
            }
        }

        return null;
    }

    private static bool[] With(bool[] forbidden, int item)
    {
        bool[] more = [.. forbidden];
        more[item] = true;
        return more;
    }

    private static bool IsBefore(bool[] taken, bool[] other)
    {
        var difference = taken.AsSpan().CommonPrefixLength(other);
        return difference < taken.Length && taken[difference];
    }
}
