using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetReconciliation(ObjectAccess access, RoundStore rounds, PaperStore papers, LedgerReader ledger, OfficersMarks officers, IntakeMetrics metrics)
{
    private static readonly (string Name, Channel Marked, BallotChannel Cast)[] InTheBox =
    [
        ("web", Channel.Web, BallotChannel.Web),
        ("code", Channel.Code, BallotChannel.Code),
        ("kiosk", Channel.Kiosk, BallotChannel.Kiosk),
        ("telephone", Channel.Telephone, BallotChannel.Telephone),
    ];

    public async Task<Result<V1.Reconciliation>> HandleAsync(V1.GetReconciliationRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        if (await rounds.FindAsync(subBudget.Id, cancellationToken) is not { State: RoundState.Closed } round)
        {
            return VotingErrors.NotClosed;
        }

        if (!(await ReadMarksAsync(round, cancellationToken)).Succeeded(out var marks, out error))
        {
            return error;
        }

        var reconciliation = await ReconcileAsync(round, marks, cancellationToken);
        foreach (var channel in reconciliation.Channels)
        {
            metrics.Reconciled(subBudget.Id, channel);
        }

        return ToMessage(reconciliation);
    }

    /// <summary>Those that the counts go by, with the voters who are annulled; before the first count, what Identity says now.</summary>
    private async Task<Result<MarksRead>> ReadMarksAsync(RoundRow round, CancellationToken cancellationToken) =>
        await papers.FindMarksAsync(round.Number, cancellationToken) is { } kept
            ? new MarksRead(kept, [.. (await papers.ReadAnnulledAsync(round.Number, cancellationToken)).Select(voter => voter.ToBytes())])
            : await officers.ReadAsync(round.SubBudgetId, cancellationToken);

    private async Task<Reconciliation> ReconcileAsync(RoundRow round, MarksRead read, CancellationToken cancellationToken)
    {
        var marks = read.Marks;
        var cast = await ledger.CountByChannelAsync(round.Number, cancellationToken);
        var annulled = await ledger.CountByChannelAsync(round.Number, read.PaperVoters, cancellationToken);
        var cards = await papers.ListTalliesAsync(round.SubBudgetId, round.Number, cancellationToken);
        var isOpen = await papers.HasOpenBatchAsync(round.SubBudgetId, cancellationToken);
        return new Reconciliation(
            [
                .. InTheBox.Select(one => new ReconciledChannel(
                    one.Name, PersonsOf(marks, one.Marked), cast.GetValueOrDefault(one.Cast), annulled.GetValueOrDefault(one.Cast))),
                new ReconciledChannel(
                    "paper",
                    PersonsOf(marks, Channel.Paper),
                    cards.Sum(batch => batch.OfMarked),
                    Annulled: 0,
                    PaperTally.Unaccounted(cards, read.Places)),
            ],
            !isOpen);
    }

    private static long PersonsOf(ChannelMarks marks, Channel channel) => marks.Channels.Where(one => one.Channel == channel).Sum(one => one.Persons);

    private static V1.Reconciliation ToMessage(Reconciliation reconciliation) => new()
    {
        Channels =
        {
            reconciliation.Channels.Select(channel => new V1.ReconciledChannel
            {
                Channel = channel.Channel,
                Persons = channel.Persons,
                Ballots = channel.Ballots,
                Annulled = channel.Annulled,
                Difference = channel.Difference,
                Unaccounted = channel.Unaccounted,
                Balances = reconciliation.BalancesOf(channel),
            }),
        },
        Balances = reconciliation.Balances,
    };
}
