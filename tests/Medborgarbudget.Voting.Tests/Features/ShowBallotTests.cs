using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Features;

/// <summary>The mode castcheck: a voter is shown her own ballot, three times within half an hour of the cast.</summary>
public abstract class ShowBallotTests(VotingFixture voting)
{
    private static readonly VotingRuleData WithCastcheck = TestRound.Approval() with { Castcheck = true };

    [Fact]
    public async Task A_ballot_is_shown_three_times_and_not_a_fourth()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 2, 0);

        for (var left = 2; left >= 0; left--)
        {
            var shown = await ShowAsync(round, voter);
            shown.ProposalIds.ShouldBe([$"{round.Proposals[0]}", $"{round.Proposals[2]}"]);
            shown.TimesLeft.ShouldBe(left);
        }

        (await ErrorAsync(round, voter)).ShouldBe("voting.castcheck_used_up");
    }

    [Fact]
    public async Task A_blank_ballot_is_shown_as_one()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key");
        (await ShowAsync(round, voter)).ProposalIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_rules_do_not_say_so_no_ballot_is_shown()
    {
        var round = await TestRound.OpenAsync(voting);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        (await ErrorAsync(round, voter)).ShouldBe("voting.castcheck_off");
    }

    [Fact]
    public async Task The_frozen_ballot_says_whether_the_mode_is_on_whatever_is_planned_later()
    {
        var with = await TestRound.InScreeningAsync(voting, WithCastcheck);
        var without = await TestRound.InScreeningAsync(voting);
        (await with.FreezeAsync()).VotingRule.Castcheck.ShouldBeTrue();
        (await without.FreezeAsync()).VotingRule.Castcheck.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_has_cast_nothing_is_told_so_and_loses_nothing_by_asking()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        for (var i = 0; i < 4; i++)
        {
            (await ErrorAsync(round, voter)).ShouldBe("voting.ballot_missing");
        }

        await round.CastAsync(voter, "first-key", 0);
        (await ShowAsync(round, voter)).TimesLeft.ShouldBe(2);
    }

    [Fact]
    public async Task Another_token_shows_nothing_of_it()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var other = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);

        (await ErrorAsync(round, VotingFixture.NewVoter())).ShouldBe("voting.ballot_missing");
        (await ErrorOfAsync(round, other.TokenOf(voter))).ShouldBe("voting.token_wrong_sub_budget");
        (await ErrorOfAsync(round, "no.ballot.token")).ShouldBe("voting.token_invalid");
        (await ErrorOfAsync(round, null)).ShouldBe("voting.token_invalid");
        (await ShowAsync(round, voter)).TimesLeft.ShouldBe(2);
    }

    [Fact]
    public async Task A_changed_ballot_begins_anew_and_the_old_one_is_not_shown_any_more()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        for (var i = 0; i < 3; i++)
        {
            await ShowAsync(round, voter);
        }

        await round.CastAsync(voter, "second-key", 1);

        var shown = await ShowAsync(round, voter);
        shown.ProposalIds.ShouldBe([$"{round.Proposals[1]}"]);
        shown.TimesLeft.ShouldBe(2);
    }

    [Fact]
    public async Task After_half_an_hour_it_is_over_until_the_ballot_is_changed()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        var cast = voting.Clock.GetUtcNow();
        await LogAsync(round);

        voting.Clock.Advance(TimeSpan.FromMinutes(28));
        var until = (await ShowAsync(round, voter)).Until.ToDateTimeOffset();
        until.ShouldBeInRange(cast.AddMinutes(29), cast.AddMinutes(30));
        voting.Clock.Advance(TimeSpan.FromMinutes(2));
        (await ErrorAsync(round, voter)).ShouldBe("voting.castcheck_over");

        await round.CastAsync(voter, "second-key", 1);
        (await ShowAsync(round, voter)).TimesLeft.ShouldBe(2);
    }

    [Fact]
    public async Task The_close_does_not_take_away_what_is_left_of_the_half_hour()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await round.CloseAsync();

        (await ShowAsync(round, voter)).ProposalIds.ShouldBe([$"{round.Proposals[0]}"]);
        voting.Clock.Advance(TimeSpan.FromMinutes(30));
        (await ErrorAsync(round, voter)).ShouldBe("voting.castcheck_over");
    }

    [Fact]
    public async Task Twenty_at_once_in_two_instances_are_shown_it_three_times()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await using var second = await voting.StartSecondAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(second.IsReady));
        var token = round.TokenOf(voter);
        V1.VotingService.VotingServiceClient[] clients = [voting.Client(token), second.Client(token, "second-instance")];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => OutcomeAsync(clients[i % 2], round))));

        outcomes.Where(outcome => outcome.StartsWith("left ", StringComparison.Ordinal)).Order().ShouldBe(["left 0", "left 1", "left 2"]);
        outcomes.Count(outcome => outcome == "voting.castcheck_used_up").ShouldBe(17);
    }

    [Fact]
    public async Task Who_has_looked_is_forgotten_when_the_ballot_can_be_shown_no_more()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await ShowAsync(round, voter);

        await RemoveAsync(voting.Clock.GetUtcNow());
        (await IsKeptAsync(voter)).ShouldBeTrue();
        voting.Clock.Advance(TimeSpan.FromMinutes(80));
        await Eventually.HoldsAsync(async () =>
        {
            voting.Clock.Advance(TimeSpan.FromMinutes(10));
            return !await IsKeptAsync(voter);
        });
    }

    [Fact]
    public async Task It_is_asked_by_post_and_no_cache_keeps_the_answer()
    {
        var round = await TestRound.OpenAsync(voting, WithCastcheck);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/medborgarbudget/v1/sub-budgets/{round.Id}/ballot:show");
        request.Content = JsonContent.Create(new { });
        request.Headers.Authorization = new("Bearer", round.TokenOf(voter));
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

        using var answer = await voting.Http.SendAsync(request, Stop.Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var shown = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop.Token);
        shown.EnumerateObject().Select(member => member.Name).ShouldBe(["proposalIds", "timesLeft", "until"]);
        shown.GetProperty("proposalIds")[0].GetString().ShouldBe($"{round.Proposals[0]}");
    }

    private static async Task<string> OutcomeAsync(V1.VotingService.VotingServiceClient client, TestRound round)
    {
        try
        {
            return $"left {(await client.ShowBallotAsync(Of(round), cancellationToken: Stop.Token)).TimesLeft}";
        }
        catch (RpcException exception)
        {
            return exception.ToError().Code;
        }
    }

    private static ShowBallotRequest Of(TestRound round) => new() { SubBudgetId = round.Id.ToString() };

    private async Task<ShownBallot> ShowAsync(TestRound round, byte[] voter) =>
        await voting.Client(round.TokenOf(voter)).ShowBallotAsync(Of(round), cancellationToken: Stop.Token);

    private Task<string> ErrorAsync(TestRound round, byte[] voter) => ErrorOfAsync(round, round.TokenOf(voter));

    private async Task<string> ErrorOfAsync(TestRound round, string? token) =>
        await Code.OfAsync(async () => await voting.Client(token).ShowBallotAsync(Of(round), cancellationToken: Stop.Token));

    private async Task LogAsync(TestRound round)
    {
        await using var scope = voting.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<RoundStore>().FindAsync(round.Id, Stop.Token);
        await scope.ServiceProvider.GetRequiredService<BallotLog>().AdvanceAsync(row!.Number, Stop.Token);
    }

    private async Task RemoveAsync(DateTimeOffset now)
    {
        await using var scope = voting.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CastcheckStore>().RemoveAsync(Castcheck.LastHourOver(now), Stop.Token);
    }

    private async Task<bool> IsKeptAsync(byte[] voter)
    {
        await using var scope = voting.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<VotingDb>().Castchecks.AnyAsync(row => row.Voter == voter, Stop.Token);
    }
}

public sealed class EmbeddedShowBallotTests(EmbeddedVoting voting) : ShowBallotTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealShowBallotTests(RealVoting voting) : ShowBallotTests(voting), IClassFixture<RealVoting>;
