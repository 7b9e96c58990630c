using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Features;

public abstract class FreezeTests(VotingFixture voting)
{
    [Fact]
    public async Task Two_persons_freeze_and_others_learn_of_it()
    {
        var round = await TestRound.InScreeningAsync(voting);
        var manifest = await round.FreezeAsync();
        manifest.Items.Select(item => item.Number).ShouldBe([1, 2, 3, 4]);
        manifest.AcknowledgementLevel.ShouldBe("ledger");
        (await voting.Client().GetManifestAsync(new GetManifestRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token)).ShouldBe(manifest);
        var happened = (await voting.PublishedAsync<BallotFrozen>(Stop.Token)).Single(e => e.SubBudgetId == round.Id.Value);
        happened.ManifestHash.ShouldBe(manifest.Hash);
        happened.Items.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_same_person_cannot_approve()
    {
        var round = await TestRound.InScreeningAsync(voting);
        var person = voting.Tokens.Person(PersonId.From(Guid.NewGuid()), new HeldRole(Role.ProcessLeader, round.Organisation));
        var requested = await voting.Client(person).RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        requested.AwaitingSecondPerson.ShouldBeTrue();
        (await ApproveErrorAsync(round, person, requested.Manifest.Hash)).ShouldBe("voting.second_person_is_first");
        (await ApproveErrorAsync(round, round.Holder(Role.LeadScreener), new string('0', 64))).ShouldBe("voting.manifest_changed");
    }

    [Fact]
    public async Task A_price_that_changes_in_between_stops_the_freeze()
    {
        var round = await TestRound.InScreeningAsync(voting);
        var requested = await voting.Client(round.Holder(Role.ProcessLeader)).RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        voting.Neighbours.Feasible[round.Id.ToString()].Proposals[0].CostOre += 100;
        (await ApproveErrorAsync(round, round.Holder(Role.LeadScreener), requested.Manifest.Hash)).ShouldBe("voting.manifest_changed");
    }

    [Fact]
    public async Task An_unapproved_manifest_is_seen_by_those_who_freeze_only()
    {
        var round = await TestRound.InScreeningAsync(voting);
        var request = new GetManifestRequest { SubBudgetId = round.Id.ToString() };
        await voting.Client(round.Holder(Role.ProcessLeader)).RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        (await voting.Client(round.Holder(Role.LeadScreener)).GetManifestAsync(request, cancellationToken: Stop.Token)).Items.Count.ShouldBe(4);
        (await Code.OfAsync(async () => await voting.Client().GetManifestAsync(request, cancellationToken: Stop.Token))).ShouldBe("voting.manifest_missing");
    }

    [Fact]
    public async Task Unfinished_screening_cannot_be_frozen()
    {
        var round = await TestRound.InScreeningAsync(voting);
        voting.Neighbours.Feasible[round.Id.ToString()].Unfinished = 1;
        (await RequestErrorAsync(round, round.Holder(Role.ProcessLeader))).ShouldBe("voting.screening_unfinished");
    }

    [Fact]
    public async Task A_ballot_without_items_cannot_be_frozen()
    {
        var round = await TestRound.InScreeningAsync(voting);
        voting.Neighbours.Feasible[round.Id.ToString()].Proposals.Clear();
        (await RequestErrorAsync(round, round.Holder(Role.ProcessLeader))).ShouldBe("voting.no_items");
    }

    [Fact]
    public async Task Another_phase_or_another_organisation_cannot_freeze()
    {
        var round = await TestRound.InScreeningAsync(voting);
        var stranger = voting.Tokens.Holder(Role.ProcessLeader, OrganisationId.From(Guid.NewGuid()));
        (await RequestErrorAsync(round, stranger)).ShouldBe("request.forbidden");
        await round.MoveAsync("IdeaIntake");
        (await RequestErrorAsync(round, round.Holder(Role.ProcessLeader))).ShouldBe("voting.phase_not_freezable");
    }

    [Fact]
    public async Task What_is_frozen_is_not_frozen_again()
    {
        var round = await TestRound.InScreeningAsync(voting);
        await round.FreezeAsync();
        (await RequestErrorAsync(round, round.Holder(Role.ProcessLeader))).ShouldBe("voting.already_frozen");
    }

    private async Task<string> RequestErrorAsync(TestRound round, string token) =>
        await Code.OfAsync(async () => await voting.Client(token).RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token));

    private async Task<string> ApproveErrorAsync(TestRound round, string token, string hash) =>
        await Code.OfAsync(async () =>
            await voting.Client(token).ApproveFreezeAsync(new ApproveFreezeRequest { SubBudgetId = round.Id.ToString(), Hash = hash }, cancellationToken: Stop.Token));
}

public sealed class EmbeddedFreezeTests(EmbeddedVoting voting) : FreezeTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealFreezeTests(RealVoting voting) : FreezeTests(voting), IClassFixture<RealVoting>;
