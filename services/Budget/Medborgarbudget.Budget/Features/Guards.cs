using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.ServiceDefaults.Clients;

namespace Medborgarbudget.Budgets.Features;

/// <summary>How a guard stands.</summary>
internal enum GuardStanding
{
    Done,
    Missing,
    NoAnswer,
}

/// <summary>One thing that a phase needs, and how it stands.</summary>
internal sealed record Guard(string Code, string Message, GuardStanding Standing, string Owner);

/// <summary>Asks everybody who knows what is missing before a sub-budget enters a phase: this service itself, and the owners of the facts.</summary>
internal sealed class Guards(ServiceChannels channels, TimeProvider clock)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<Guard>> Ask(SubBudget subBudget, Phase entering, CancellationToken cancellationToken)
    {
        var own = subBudget.OwnGuards(clock.GetUtcNow())
            .Select(fact => new Guard(fact.Code, fact.Message, GuardStanding.Missing, "budget"));
        var others = await Task.WhenAll(Phases.GuardOwners(entering).Select(owner => AskOwner(owner, subBudget, entering, cancellationToken)));
        return [.. own, .. others.SelectMany(guards => guards)];
    }

    private async Task<IEnumerable<Guard>> AskOwner(string owner, SubBudget subBudget, Phase entering, CancellationToken cancellationToken)
    {
        var name = owner.ToLowerInvariant();
        var request = new AskGuardRequest
        {
            SubBudgetId = subBudget.Id.ToString(),
            OrganisationId = subBudget.OrganisationId.ToString(),
            EnteringPhase = entering.ToString(),
        };
        try
        {
            var client = new GuardService.GuardServiceClient(channels.To(owner));
            var answer = await client.AskGuardAsync(request, cancellationToken: cancellationToken)
                .ResponseAsync.WaitAsync(AnswerWithin, cancellationToken);
            return answer.Missing.Count == 0
                ? [new Guard($"{name}.ready", $"{owner} has nothing left to do.", GuardStanding.Done, name)]
                : answer.Missing.Select(missing => new Guard(missing.Code, missing.Message, GuardStanding.Missing, name));
        }
        catch (Exception exception) when (exception is RpcException or TimeoutException or HttpRequestException)
        {
            return [new Guard("request.unavailable", $"{owner} does not answer.", GuardStanding.NoAnswer, name)];
        }
    }
}
