using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>A measure as it is shown: with its newest reports, and judged by the clock.</summary>
/// <param name="Updates">Newest first; empty in lists.</param>
internal sealed record MeasureView(Measure Measure, IReadOnlyList<ProgressUpdate> Updates, int DaysLate, bool IsSilent)
{
    public static MeasureView Of(Measure measure, IReadOnlyList<ProgressUpdate> updates, DateTimeOffset now) =>
        new(measure, updates, measure.DaysLate(SwedishDay.Of(now)), measure.IsSilent(now));

    /// <summary>The view of a measure that was read or saved.</summary>
    public static async Task<Result<MeasureView>> Of(
        Result<Measure> result, MeasureStore measures, DateTimeOffset now, CancellationToken cancellationToken) =>
        result.Succeeded(out var measure, out var error) ? Of(measure, await measures.UpdatesOf(measure.Id, cancellationToken), now) : error;
}
