using Google.Api;
using Google.Protobuf;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Features;

/// <summary>Finds the round whose log somebody reads; there is none before the ballot is frozen.</summary>
internal sealed class PublishedLog(RoundStore rounds)
{
    /// <summary>Null also for what is no id.</summary>
    public async Task<RoundRow?> FindAsync(string subBudgetId, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(subBudgetId, out var id)
            && await rounds.FindAsync(id, cancellationToken) is { State: not RoundState.FreezeRequested } row
            ? row
            : null;

    public static HttpBody Body(byte[] content, string type) => new() { ContentType = type, Data = UnsafeByteOperations.UnsafeWrap(content) };
}
