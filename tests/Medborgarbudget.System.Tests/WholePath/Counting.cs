using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>Close, count, preliminary and certified result, each by the persons it takes.</summary>
internal sealed class Counting(Town town, Election election, VotingPlaces places)
{
    private VotingService.VotingServiceClient Visitor => new(town.Visitor);

    public async Task CountAsync()
    {
        town.At(-155);
        var tooLate = new VotingService.VotingServiceClient(town.Visitor);
        await Refusals.RefusedAsync(StatusCode.NotFound, "voting.result_missing", () => tooLate.GetResultAsync(
            new GetResultRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
        await town.MayNotLeaveAsync(Phase.Counting, DemoPersons.Secretary);
        await election.CloseAsync(Town.Cancel);
        await places.SettleAsync();
        await places.ReadCardsAsync();
        await election.CountClosedAsync(Town.Cancel);
        await places.ChannelsBalanceAsync();

        var status = await Visitor.GetVotingStatusAsync(new GetVotingStatusRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        status.ShouldSatisfyAllConditions(now => now.Closed.ShouldBeTrue(), now => now.Ballots.ShouldBe(Polling.Ballots));
        (await ResultAsync()).Certified.ShouldBeFalse();
    }

    public async Task CertifyAsync()
    {
        var certify = new CertifyResultRequest { CountId = (await ResultAsync()).CountId };
        var first = new VotingService.VotingServiceClient(await town.As(DemoPersons.CountLeader));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "voting.objection_window_open", () => first.CertifyResultAsync(certify, cancellationToken: Town.Cancel));
        town.At(-148);
        (await town.CannotEnterAsync(Phase.Decision, DemoPersons.CountLeader)).ShouldContain("voting.result_not_certified");
        first = new VotingService.VotingServiceClient(await town.Api.As(DemoPersons.CountLeader, Town.Cancel));
        (await first.CertifyResultAsync(certify, cancellationToken: Town.Cancel)).AwaitingSecondPerson.ShouldBeTrue();
        await Refusals.RefusedAsync(StatusCode.PermissionDenied, "voting.second_person_is_first", () => first.CertifyResultAsync(certify, cancellationToken: Town.Cancel));
        (await ResultAsync()).Certified.ShouldBeFalse();
        var second = new VotingService.VotingServiceClient(await town.Api.As(DemoPersons.SecondCountLeader, Town.Cancel));
        (await second.CertifyResultAsync(certify, cancellationToken: Town.Cancel)).State.ShouldBe(CountState.Certified);
        await town.AdvanceByTwoAsync(Phase.Decision, DemoPersons.CountLeader, DemoPersons.SecondCountLeader);
    }

    /// <summary>
    /// Thirty voters by <see cref="Polling.Choice"/>, one who moved from the gym to the playground, four blank. Of 300,000 kronor the gym
    /// takes 120,000; the playground's 200,000 do not fit; benches and skatepark do.
    /// </summary>
    public async Task ResultIsRightAsync()
    {
        var result = await ResultAsync();
        result.ShouldSatisfyAllConditions(
            all => all.Certified.ShouldBeTrue(),
            all => all.Ballots.ShouldBe(Polling.Ballots),
            all => all.BlankBallots.ShouldBe(4),
            all => all.AmountOre.ShouldBe(Town.Pot * 100),
            all => all.TotalCostOre.ShouldBe(290_000_00));
        result.Items.Select(item => (item.Item.Title, item.Votes, item.Outcome)).ShouldBe(
        [
            (Proposing.Gym, 27, ItemOutcome.Selected),
            (Proposing.Playground, 19, ItemOutcome.DidNotFit),
            (Proposing.Benches, 12, ItemOutcome.Selected),
            (Proposing.Skatepark, 6, ItemOutcome.Selected),
        ]);
        var list = await Visitor.GetCountedListAsync(new GetCountedListRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        list.Data.ToStringUtf8().ShouldSatisfyAllConditions(text => text.ShouldStartWith("META"), text => text.ShouldNotContain("boende"));
    }

    private async Task<Result> ResultAsync() =>
        await Visitor.GetResultAsync(new GetResultRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
}
