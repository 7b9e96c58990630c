using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>Something that may be taken.</summary>
/// <param name="Cost">Zero or more.</param>
/// <param name="Worth">Above zero.</param>
internal readonly record struct KnapsackItem(long Cost, Int128 Worth);

/// <summary>
/// The 0-1 knapsack problem, exactly, by lists of undominated states (Nemhauser, Ullmann, <i>Discrete Dynamic Programming and
/// Capital Allocation</i>, 1969) that are pruned with the fractional bound (Dantzig 1957): a state stays only while, completed with
/// fractions of the items to come, it can reach what has been found already. The lists are built from the last item to the first,
/// so that the items, first to last, can then be taken whenever a best solution has them.
/// </summary>
internal sealed class Knapsack
{
    private readonly KnapsackItem[] items;
    private readonly long capacity;
    private readonly long mostStates;

    /// <summary>By the number of items in front: those items, the worthiest for their cost first.</summary>
    private readonly int[] byEfficiency;
    private readonly List<State>[] lists;
    private Int128 best;

    public Knapsack(KnapsackItem[] items, long capacity, long mostStates)
    {
        this.items = items;
        this.capacity = capacity;
        this.mostStates = mostStates;
        byEfficiency = [.. Enumerable.Range(0, items.Length)];
        Array.Sort(byEfficiency, (x, y) => Efficiency(items[y], items[x]) is not 0 and var order ? order : x.CompareTo(y));
        lists = new List<State>[items.Length + 1];
    }

    private readonly record struct State(long Cost, Int128 Worth);

    /// <summary>How many states the search has kept.</summary>
    public long StateCount { get; private set; }

    /// <summary>Which items the best solution takes, the first best one in the order of items; null when it would take too many states.</summary>
    public bool[]? Solve(CancellationToken cancellationToken)
    {
        lists[items.Length] = [new State(0, 0)];
        for (var item = items.Length - 1; item >= 0; item--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lists[item] = Prune(Extend(lists[item + 1], items[item]), item);
            StateCount += lists[item].Count;
            if (StateCount > mostStates)
            {
                return null;
            }
        }

        return Walk();
    }

    /// <summary>Worth for cost, compared without division; a free item is beyond all that cost something.</summary>
    private static int Efficiency(KnapsackItem x, KnapsackItem y) =>
        ((BigInteger)x.Worth * y.Cost).CompareTo((BigInteger)y.Worth * x.Cost);

    /// <summary>Every state without the item and with it, undominated, by rising cost and worth.</summary>
    private List<State> Extend(List<State> without, KnapsackItem item)
    {
        var merged = new List<State>(without.Count * 2);
        var (plain, more) = (0, 0);
        while (plain < without.Count || more < without.Count)
        {
            var isPlain = more >= without.Count
                || (plain < without.Count && without[plain].Cost <= without[more].Cost + item.Cost);
            var next = isPlain
                ? without[plain++]
                : new State(without[more].Cost + item.Cost, without[more++].Worth + item.Worth);
            if (next.Cost <= capacity)
            {
                Append(merged, next);
            }
        }

        return merged;
    }

    private static void Append(List<State> states, State next)
    {
        if (states.Count > 0 && states[^1].Worth >= next.Worth)
        {
            return;
        }

        if (states.Count > 0 && states[^1].Cost == next.Cost)
        {
            states.RemoveAt(states.Count - 1);
        }

        states.Add(next);
    }

    /// <summary>Drops the states that cannot reach the best that is known, even with fractions of the items in front.</summary>
    private List<State> Prune(List<State> states, int front)
    {
        KnapsackItem[] before = [.. byEfficiency.Where(item => item < front).Select(item => items[item])];
        var bounds = new Int128[states.Count];
        var (whole, cost, worth) = (before.Length, 0L, (Int128)0);
        foreach (var item in before)
        {
            worth += item.Worth;
        }

        var sum = before.Aggregate((Int128)0, (total, item) => total + item.Cost);
        for (var index = 0; index < states.Count; index++)
        {
            var room = capacity - states[index].Cost;
            while (sum > room)
            {
                whole--;
                sum -= before[whole].Cost;
                worth -= before[whole].Worth;
            }

            cost = (long)sum;
            var known = states[index].Worth + worth;
            best = Int128.Max(best, known);
            bounds[index] = known + (whole < before.Length ? Part(before[whole], room - cost) : 0);
        }

        return [.. states.Where((_, index) => bounds[index] >= best)];
    }

    /// <summary>What the part of an item that <paramref name="room"/> pays for is worth, rounded down.</summary>
    private static Int128 Part(KnapsackItem item, long room) =>
        item.Worth <= long.MaxValue ? item.Worth * room / item.Cost : (Int128)((BigInteger)item.Worth * room / item.Cost);

    private bool[] Walk()
    {
        var taken = new bool[items.Length];
        var (room, missing) = (capacity, lists[0].Max(state => state.Worth));
        for (var item = 0; item < items.Length; item++)
        {
            taken[item] = items[item].Cost <= room
                && BestWithin(lists[item + 1], room - items[item].Cost) + items[item].Worth >= missing;
            room -= taken[item] ? items[item].Cost : 0;
            missing -= taken[item] ? items[item].Worth : 0;
        }

        return taken;
    }

    private static Int128 BestWithin(List<State> states, long room)
    {
        Int128 most = Int128.MinValue / 2;
        foreach (var state in states)
        {
            if (state.Cost > room)
            {
                break;
            }

            most = state.Worth;
        }

        return most;
    }
}
