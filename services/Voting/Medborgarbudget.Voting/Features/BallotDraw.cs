using System.Reflection;
using Grpc.Core;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Clients;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Log;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Features;

/// <summary>Draws the ballot as it would be now, from what Screening has accepted.</summary>
internal sealed class BallotDraw(ServiceChannels channels, LogKeys keys, IOptions<VotingOptions> options)
{
    private static readonly string Software =
        $"medborgarbudget {typeof(BallotDraw).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}";

    /// <summary>Errors: phase_not_freezable, screening_unfinished, no_items, too_many_items, those of Screening.</summary>
    public async Task<Result<Manifest>> DrawAsync(SubBudget subBudget, CancellationToken cancellationToken)
    {
        if (subBudget.CheckFreezable() is { IsError: true } refused)
        {
            return refused.Error!;
        }

        try
        {
            var screening = new ScreeningInternalService.ScreeningInternalServiceClient(channels.To("Screening"));
            var request = new ListFeasibleProposalsRequest { SubBudgetId = subBudget.Id.ToString() };
            var answer = await screening.ListFeasibleProposalsAsync(request, cancellationToken: cancellationToken);
            return answer.Unfinished > 0
                ? VotingErrors.ScreeningUnfinished
                : Manifest.Draw(subBudget, answer.Proposals.Select(Read), new ManifestTerms(options.Value.Level, await ReadElectorateAsync(subBudget, cancellationToken), keys.Named, Software));
        }
        catch (RpcException exception)
        {
            return exception.ToError();
        }
    }

    private static Task<Electorate> ReadElectorateAsync(SubBudget subBudget, CancellationToken cancellationToken) => Task.FromResult(new Electorate(0, [], ""));

    private static BallotItem Read(FeasibleProposal proposal) => new(
        new ProposalId(Guid.ParseExact(proposal.ProposalId, "D")),
        proposal.Number,
        proposal.Title,
        proposal.Text,
        proposal.Place,
        new Money(proposal.CostOre));
}
