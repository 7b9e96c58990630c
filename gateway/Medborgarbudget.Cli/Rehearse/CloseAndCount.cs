using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Closes the voting, counts, and has two count leaders publish and certify; takes up what an earlier run began.</summary>
internal sealed class CloseAndCount(GatewayConnection gateway, Calls calls, Staff staff, string subBudget, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly string[] DoneBefore = ["voting.second_person_is_first", "voting.count_not_finished", "voting.not_preliminary"];

    private readonly MovePhase _phase = new(gateway, calls);

    /// <summary>The certified result with the counted list.</summary>
    public async Task<(Result Result, PbFile CountedList)> RunAsync(CancellationToken cancellationToken)
    {
        var phase = await PhaseAsync(cancellationToken);
        if (phase == Phase.Voting)
        {
            await calls.AskAsync(
                "Closing the voting",
                staff.CountLeader,
                options => gateway.Voting.CloseVotingAsync(new CloseVotingRequest { SubBudgetId = subBudget }, options),
                cancellationToken);
            await _phase.ToAsync(subBudget, Phase.Counting, staff.CountLeader, null, cancellationToken);
        }

        if (phase <= Phase.Counting)
        {
            await PublishAsync(await CountAsync(cancellationToken), cancellationToken);
            await _phase.ToAsync(subBudget, Phase.PreliminaryResult, staff.CountLeader, null, cancellationToken);
        }

        await CertifyAsync((await ResultAsync(cancellationToken)).CountId, cancellationToken);
        return (await ResultAsync(cancellationToken), await CountedListAsync(cancellationToken));
    }

    private async Task<Phase> PhaseAsync(CancellationToken cancellationToken)
    {
        var request = new GetSubBudgetRequest { SubBudgetId = subBudget };
        return (await calls.AskAsync("Reading the sub-budget", null, options => gateway.Budget.GetSubBudgetAsync(request, options), cancellationToken)).Phase;
    }

    private async Task<string> CountAsync(CancellationToken cancellationToken)
    {
        const string Step = "Counting";
        var count = await calls.AskAsync(
            Step, staff.CountLeader, options => gateway.Voting.StartCountAsync(new StartCountRequest { SubBudgetId = subBudget }, options), cancellationToken);
        while (count.State == CountState.Running)
        {
            await Task.Delay(Poll, clock, cancellationToken);
            var request = new GetCountRequest { CountId = count.CountId };
            count = await calls.AskAsync(Step, staff.CountLeader, options => gateway.Voting.GetCountAsync(request, options), cancellationToken);
        }

        return count.State == CountState.Failed ? throw CommandException.Failed($"{Step}: {count.Failure}") : count.CountId;
    }

    private async Task PublishAsync(string countId, CancellationToken cancellationToken)
    {
        var request = new PublishResultRequest { CountId = countId };
        foreach (var person in (Person[])[staff.CountLeader, staff.SecondCountLeader])
        {
            await calls.AskAsync(
                "Publishing the result", person, options => gateway.Voting.PublishResultAsync(request, options), DoneBefore, cancellationToken);
        }
    }

    private async Task CertifyAsync(string countId, CancellationToken cancellationToken)
    {
        var request = new CertifyResultRequest { CountId = countId };
        foreach (var person in (Person[])[staff.CountLeader, staff.SecondCountLeader])
        {
            await calls.AskAsync(
                "Certifying the result", person, options => gateway.Voting.CertifyResultAsync(request, options), DoneBefore, cancellationToken);
        }
    }

    private Task<Result> ResultAsync(CancellationToken cancellationToken) =>
        calls.AskAsync(
            "Reading the result",
            null,
            options => gateway.Voting.GetResultAsync(new GetResultRequest { SubBudgetId = subBudget }, options),
            cancellationToken);

    private async Task<PbFile> CountedListAsync(CancellationToken cancellationToken)
    {
        const string Step = "Reading the counted list";
        var request = new GetCountedListRequest { SubBudgetId = subBudget };
        var list = await calls.AskAsync(Step, null, options => gateway.Voting.GetCountedListAsync(request, options), cancellationToken);
        return PbReader.TryRead(list.Data.Memory, out var file, out var fault)
            ? file
            : throw CommandException.Failed($"{Step}: {fault}");
    }
}
