using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetCount(CountAccess access, TimeProvider clock)
{
    public async Task<Result<V1.Count>> HandleAsync(V1.GetCountRequest request, CancellationToken cancellationToken) =>
        (await access.EnterAsync(request.CountId, cancellationToken)).Map(found => found.Row.ToMessage(clock.GetUtcNow()));
}
