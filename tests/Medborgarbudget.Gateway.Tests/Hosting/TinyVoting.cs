using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>Tells which bearer token has reached it.</summary>
internal sealed class TinyVoting(Stage stage) : VotingService.VotingServiceBase
{
    public override Task<Receipt> CastBallot(CastBallotRequest request, ServerCallContext context) =>
        Task.FromResult(new Receipt { ReceiptCode = context.RequestHeaders.GetValue("authorization") ?? "", SubBudgetId = request.SubBudgetId });

    public override Task<BallotStatus> GetBallotStatus(GetBallotStatusRequest request, ServerCallContext context)
    {
        stage.Of(request.SubBudgetId).Count();
        return Task.FromResult(new BallotStatus { HasBallot = true, Receipt = new Receipt { ReceiptCode = context.RequestHeaders.GetValue("authorization") ?? "" } });
    }

    public override Task<ReceiptCheck> CheckReceipt(CheckReceiptRequest request, ServerCallContext context)
    {
        stage.Of(request.ReceiptCode).Count();
        return Task.FromResult(new ReceiptCheck());
    }

    public override Task<VotingStatus> GetVotingStatus(GetVotingStatusRequest request, ServerCallContext context)
    {
        stage.Of(request.SubBudgetId).Count();
        return Task.FromResult(new VotingStatus { SubBudgetId = request.SubBudgetId, Open = true });
    }
}

/// <summary>How large the batches were that arrived, whose ballots, and whether the next ones are held back.</summary>
internal sealed class GatheredArrivals
{
    public ConcurrentQueue<string> Tokens { get; } = new();

    public ConcurrentQueue<int> Batches { get; } = new();

    /// <summary>Batches wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task UntilAsync(Func<GatheredArrivals, bool> holds, CancellationToken cancellationToken)
    {
        while (!holds(this))
        {
            await Task.Delay(10, cancellationToken);
        }
    }
}

/// <summary>
/// Answers each ballot of a batch: its receipt code is its token, its version the number of its choices; a token that begins with
/// <c>refuse</c> is refused, with <c>lose</c> breaks the call.
/// </summary>
internal sealed class TinyIntake(GatheredArrivals arrivals) : BallotIntakeService.BallotIntakeServiceBase
{
    public override async Task<CastBallotsResponse> CastBallots(CastBallotsRequest request, ServerCallContext context)
    {
        arrivals.Batches.Enqueue(request.Ballots.Count);
        foreach (var ballot in request.Ballots)
        {
            arrivals.Tokens.Enqueue(ballot.Token.ToStringUtf8());
        }

        await arrivals.Gate;
        if (request.Ballots.Any(ballot => ballot.Token.ToStringUtf8().StartsWith("lose", StringComparison.Ordinal)))
        {
            context.GetHttpContext().Abort();
        }

        return new CastBallotsResponse { Outcomes = { request.Ballots.Select(Answer) } };
    }

    private static GatheredOutcome Answer(GatheredBallot ballot) => ballot.Token.ToStringUtf8().StartsWith("refuse", StringComparison.Ordinal)
        ? new GatheredOutcome { Refusal = Refused.ToStatus() }
        : new GatheredOutcome
        {
            Receipt = ByteString.CopyFromUtf8(JsonFormatter.Default.Format(new Receipt
            {
                ReceiptCode = ballot.Token.ToStringUtf8(),
                SubBudgetId = ballot.SubBudgetId,
                Version = ballot.ProposalIds.Count,
                Hour = new Timestamp { Seconds = 1_800_000_000 },
                AcknowledgementLevel = ballot.IdempotencyKey,
            })),
        };

    private static Error Refused => new("voting.ballot_invalid", ErrorKind.Invalid, "Not by the rule.")
    {
        Swedish = "Inte efter reglerna.",
        Faults = [new FieldFault("proposalIds[0]", "stands twice")],
        RetryAfterSeconds = 7,
    };
}

/// <summary>What no route may lead to. Behind it stands a service that would answer.</summary>
internal sealed class TinyGuard : GuardService.GuardServiceBase
{
    public override Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context) => Task.FromResult(new AskGuardResponse());
}

internal sealed class TinyInternalScreening : ScreeningInternalService.ScreeningInternalServiceBase
{
    public override Task<ListFeasibleProposalsResponse> ListFeasibleProposals(ListFeasibleProposalsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListFeasibleProposalsResponse());
}
