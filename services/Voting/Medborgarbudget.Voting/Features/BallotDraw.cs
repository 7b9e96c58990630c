using System.Reflection;
using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Clients;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Log;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Features;

/// <summary>Draws the ballot as it would be now, from what Screening has accepted, for those whom Identity has on the roll.</summary>
internal sealed class BallotDraw(ServiceChannels channels, LogKeys keys, IOptions<VotingOptions> options)
{
    private static readonly string Software =
        $"medborgarbudget {typeof(BallotDraw).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}";

    /// <summary>Errors: phase_not_freezable, screening_unfinished, no_items, too_many_items, those of Screening and Identity.</summary>
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
            if (answer.Unfinished > 0)
            {
                return VotingErrors.ScreeningUnfinished;
            }

            var electorate = await ReadElectorateAsync(subBudget, cancellationToken);
            return Manifest.Draw(subBudget, answer.Proposals.Select(Read), new ManifestTerms(options.Value.Level, electorate, keys.Named, Software));
        }
        catch (RpcException exception)
        {
            return exception.ToError();
        }
    }

    private async Task<Voting.Electorate> ReadElectorateAsync(SubBudget subBudget, CancellationToken cancellationToken)
    {
        var identity = new ElectorateService.ElectorateServiceClient(channels.To("Identity"));
        try
        {
            var answer = await identity.GetElectorateAsync(
                new GetElectorateRequest { SubBudgetId = subBudget.Id.ToString() }, cancellationToken: cancellationToken);
            return new Voting.Electorate(
                answer.Entries,
                [.. answer.Areas.Select(area => new Voting.ElectorateArea(area.Area, area.Entries))],
                Convert.ToHexStringLower(answer.RollHash.Span));
        }
        catch (RpcException exception) when (exception.ToError().Code is "identity.roll_missing" or "identity.sub_budget_missing")
        {
            // A roll may be imported after the freeze; then the manifest names none.
            return new Voting.Electorate(0, [], "");
        }
    }

    private static BallotItem Read(FeasibleProposal proposal) => new(
        new ProposalId(Guid.ParseExact(proposal.ProposalId, "D")),
        proposal.Number,
        proposal.Title,
        proposal.Text,
        proposal.Place,
        new Money(proposal.CostOre));
}
