using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Grpc;

/// <summary>The domain as the contract words it.</summary>
internal static class Messages
{
    public static V1.Manifest ToMessage(this Manifest manifest, DateTimeOffset? frozenAt) => new()
    {
        SubBudgetId = manifest.SubBudgetId.ToString(),
        OrganisationId = manifest.OrganisationId.ToString(),
        Items = { manifest.Items.Select(ToMessage) },
        AmountOre = manifest.Amount.Ore,
        VotingRule = manifest.Rule.ToMessage(),
        Opens = manifest.Opens.ToTimestamp(),
        Closes = manifest.Closes.ToTimestamp(),
        TieOrder = Manifest.TieOrder,
        AcknowledgementLevel = manifest.Level.Name(),
        Rehearsal = manifest.IsRehearsal,
        Hash = manifest.Hash(),
        FrozenAt = frozenAt?.ToTimestamp(),
    };

    public static V1.BallotItem ToMessage(this BallotItem item) => new()
    {
        ProposalId = item.ProposalId.ToString(),
        Number = item.Number,
        Title = item.Title,
        Text = item.Text,
        Place = item.Place,
        CostOre = item.Cost.Ore,
    };

    public static V1.Freeze ToFreeze(this Round round) => new()
    {
        Manifest = round.Manifest.ToMessage(round.FrozenAt),
        AwaitingSecondPerson = !round.IsFrozen,
    };

    public static V1.VotingStatus ToStatus(this SubBudget subBudget, Round? round, AcknowledgementLevel level, DateTimeOffset now) => new()
    {
        SubBudgetId = subBudget.Id.ToString(),
        Open = round?.CheckTakesBallots(subBudget, now).IsError == false,
        Closed = round?.State == RoundState.Closed,
        Opens = subBudget.VotingOpens.ToTimestamp(),
        Closes = subBudget.VotingCloses.ToTimestamp(),
        Ballots = round?.Voters ?? 0,
        AcknowledgementLevel = (round is { IsFrozen: true } ? round.Manifest.Level : level).Name(),
    };

    public static V1.Count ToMessage(this CountRow row, DateTimeOffset now) => new()
    {
        CountId = row.Id.ToString(),
        SubBudgetId = row.SubBudgetId.ToString(),
        State = row.State switch
        {
            CountState.Running => V1.CountState.Running,
            CountState.Finished => V1.CountState.Finished,
            CountState.Failed => V1.CountState.Failed,
            CountState.Preliminary => V1.CountState.Preliminary,
            CountState.Certified => V1.CountState.Certified,
            CountState.Cancelled => V1.CountState.Cancelled,
        },
        BallotsRead = row.BallotsRead,
        BallotsTotal = row.BallotsTotal,
        AwaitingSecondPerson = row.ToCount().AwaitsSecondPerson(now),
        Failure = row.Failure,
        Runs = row.Runs,
        SpentOre = row.Spent.Ore,
        Explained = row.ExplainedAt is not null,
    };
}
