using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Intake;

/// <summary>What a voting day is watched by. Nothing in it says whose ballots or for what.</summary>
internal sealed class IntakeMetrics
{
    private readonly ConcurrentDictionary<object, DateTimeOffset> _behind = [];
    private readonly Counter<long> _casts;
    private readonly ConcurrentDictionary<(SubBudgetId SubBudget, string Channel), long> _differences = [];

    public IntakeMetrics(IMeterFactory meters, IntakeQueue queue, TimeProvider clock)
    {
        var meter = meters.Create("Medborgarbudget.Voting");
        _casts = meter.CreateCounter<long>("medborgarbudget.voting.casts", "{cast}", "Casts that were answered; error.type tells the refused ones.");
        meter.CreateObservableUpDownCounter("medborgarbudget.voting.intake.waiting", () => queue.Count, "{ballot}", "Ballots that wait for a batch.");
        meter.CreateObservableGauge(
            "medborgarbudget.voting.ledger.lag", () => Lag(clock.GetUtcNow()), "s", "How long the ledger has not taken what the store has decided; 0 when it has all.");

        meter.CreateObservableGauge(
            "medborgarbudget.voting.reconciliation.difference", Differences, "{person}", "Persons marked on the roll less ballots in the box, when last asked for.");
    }

    public void Acknowledged(int casts) => _casts.Add(casts);

    public void Refused(Error error) => _casts.Add(1, new KeyValuePair<string, object?>("error.type", error.Code));

    public void Reconciled(SubBudgetId subBudget, ReconciledChannel channel) =>
        _differences[(subBudget, channel.Channel)] = channel.Difference;

    /// <summary>The ledger does not take what <paramref name="holder"/> has for it.</summary>
    public void FellBehind(object holder, DateTimeOffset now) => _behind.TryAdd(holder, now);

    public void CaughtUp(object holder) => _behind.TryRemove(holder, out _);

    /// <summary>A zero of no vote while none has been asked for, so that the metric is there to be watched.</summary>
    private IEnumerable<Measurement<long>> Differences() => _differences.IsEmpty
        ? [new Measurement<long>(0)]
        : _differences.Select(one => new Measurement<long>(one.Value, new("sub_budget", one.Key.SubBudget.ToString()), new("channel", one.Key.Channel)));

    private double Lag(DateTimeOffset now) => _behind.Values.Select(since => (now - since).TotalSeconds).DefaultIfEmpty(0).Max();
}
