namespace Medborgarbudget.FollowUp;

/// <summary>How far a measure has come. Numbers as in the proto. Late is computed, never set.</summary>
public enum MeasureState
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>Beställd.</summary>
    Ordered = 1,

    /// <summary>Planering.</summary>
    Planning = 2,

    /// <summary>Upphandling.</summary>
    Procurement = 3,

    /// <summary>Pågår.</summary>
    Ongoing = 4,

    /// <summary>Pausad.</summary>
    Paused = 5,

    /// <summary>Klar.</summary>
    Finished = 6,

    /// <summary>Överlämnad, invigd.</summary>
    HandedOver = 7,

    /// <summary>Stoppad by a decision.</summary>
    Stopped = 8,
}

/// <summary>The state machine of measures.</summary>
public static class MeasureStates
{
    /// <summary>Nothing is left to do: finished, handed over, or stopped.</summary>
    public static bool IsDone(this MeasureState state) => state is MeasureState.Finished or MeasureState.HandedOver or MeasureState.Stopped;

    /// <summary>Nothing more is reported: handed over or stopped.</summary>
    public static bool IsEnded(this MeasureState state) => state is MeasureState.HandedOver or MeasureState.Stopped;

    /// <summary>Whether a progress report may name the state next. The same state again is a report without a step; stopping is no report.</summary>
    public static bool CanReport(this MeasureState from, MeasureState to) =>
        (from == to && !from.IsEnded()) || from.Next().Contains(to);

    /// <summary>The steps onward. What needs no purchase goes from planning straight to work.</summary>
    private static MeasureState[] Next(this MeasureState from) => from switch
    {
        MeasureState.Unspecified => [],
        MeasureState.Ordered => [MeasureState.Planning],
        MeasureState.Planning => [MeasureState.Procurement, MeasureState.Ongoing],
        MeasureState.Procurement => [MeasureState.Ongoing],
        MeasureState.Ongoing => [MeasureState.Paused, MeasureState.Finished],
        MeasureState.Paused => [MeasureState.Ongoing],
        MeasureState.Finished => [MeasureState.HandedOver],
        MeasureState.HandedOver => [],
        MeasureState.Stopped => [],
    };
}
