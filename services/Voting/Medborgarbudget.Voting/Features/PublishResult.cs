using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class PublishResult(CountAccess access, CountStore counts, FilesOfCount files, Caller caller, TimeProvider clock)
{
    public async Task<Result<V1.Count>> HandleAsync(V1.PublishResultRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.CountId, cancellationToken);
        if (!entered.Succeeded(out var found, out var error))
        {
            return error;
        }

        var published = caller.Me().Then(me => found.Row.ToCount().Publish(me, clock.GetUtcNow()));
        if (!published.Succeeded(out var count, out error))
        {
            return error;
        }

        if (count.PublishedAt is not null && !await files.TryWriteAsync(found.Row, cancellationToken))
        {
            return VotingErrors.NotReady;
        }

        found.Row.Take(count);
        return (await counts.SaveAsync(cancellationToken)).Map(_ => found.Row.ToMessage(clock.GetUtcNow()));
    }
}
