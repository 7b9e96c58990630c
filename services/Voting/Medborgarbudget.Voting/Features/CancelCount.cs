using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class CancelCount(CountAccess access, CountStore counts, TimeProvider clock)
{
    public async Task<Result<V1.Count>> HandleAsync(V1.CancelCountRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.CountId, cancellationToken);
        if (!entered.Succeeded(out var found, out var error))
        {
            return error;
        }

        if (!found.Row.ToCount().Cancel().Succeeded(out var count, out error))
        {
            return error;
        }

        found.Row.Take(count);
        return (await counts.SaveAsync(cancellationToken)).Map(_ => found.Row.ToMessage(clock.GetUtcNow()));
    }
}
