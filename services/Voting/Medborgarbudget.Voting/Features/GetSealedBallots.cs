using Google.Api;
using Google.Protobuf;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Gives an auditor the ballots of one shard with what opens their commitments.</summary>
internal sealed class GetSealedBallots(ObjectAccess access, RoundStore rounds, SealedShard ballots)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetSealedBallotsRequest request, CancellationToken cancellationToken)
    {
        if (request.Shard is < 0 or >= Slot.Shards)
        {
            return Error.Invalid([new FieldFault("shard", "is from 0 to 63")]);
        }

        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        return await rounds.FindAsync(subBudget.Id, cancellationToken) is { State: RoundState.Closed } row
            ? Body(await ballots.ReadAsync(row, request.Shard, cancellationToken))
            : VotingErrors.NotClosed;
    }

    private static HttpBody Body(ReadOnlyMemory<byte> records) =>
        new() { ContentType = "application/octet-stream", Data = UnsafeByteOperations.UnsafeWrap(records) };
}
