using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class CertifyResult(VotingDb db, CountAccess access, CountStore counts, Caller caller, TimeProvider clock)
{
    public async Task<Result<V1.Count>> HandleAsync(V1.CertifyResultRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.CountId, cancellationToken);
        if (!entered.Succeeded(out var found, out var error))
        {
            return error;
        }

        var certified = caller.Me().Then(me => found.Row.ToCount().Certify(me, found.SubBudget, clock.GetUtcNow()));
        if (!certified.Succeeded(out var count, out error))
        {
            return error;
        }

        found.Row.Take(count);
        if (count.State == CountState.Certified)
        {
            db.Publish(Happened(found.SubBudget, V1.Result.Parser.ParseFrom(found.Row.Result)));
        }

        return (await counts.SaveAsync(cancellationToken)).Map(_ => found.Row.ToMessage(clock.GetUtcNow()));
    }

    private static ResultCertified Happened(SubBudget subBudget, V1.Result result) => new(
        subBudget.Id.Value,
        subBudget.OrganisationId.Value,
        Guid.Parse(result.CountId),
        result.Ballots,
        result.ManifestHash,
        result.CountedListHash,
        [.. result.Items.Select(item => new ItemResultData(
            Guid.Parse(item.Item.ProposalId),
            item.Item.Number,
            item.Item.Title,
            item.Item.CostOre,
            item.Votes,
            item.Outcome == V1.ItemOutcome.Selected))]);
}
