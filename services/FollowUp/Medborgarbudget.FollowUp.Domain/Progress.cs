using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>A progress report as it comes in.</summary>
/// <param name="CostSoFar">In all, not since the last report.</param>
/// <param name="Text">For the public.</param>
/// <param name="MilestonesReached">Keys of the milestones that are reached now.</param>
public sealed record ProgressReport(MeasureState State, Money CostSoFar, string Text, IReadOnlyList<string> MilestonesReached);

/// <summary>What was reported when. Never changed afterwards.</summary>
public sealed record ProgressUpdate(MeasureId MeasureId, int Number, DateTimeOffset At, MeasureState State, Money CostSoFar, string Text);

/// <summary>Why a measure was stopped.</summary>
/// <param name="DecisionReference">Body, date, paragraph of the decision to stop.</param>
/// <param name="MoneyGoesTo">What happens to the money.</param>
public sealed record Stop(string Reason, string DecisionReference, string MoneyGoesTo);
