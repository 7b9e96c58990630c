using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Gateway.Tests.Caching;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.WaitingRooms;

/// <summary>The waiting room as frontends and officials meet it.</summary>
public sealed class WaitingRoomTests(GatewayFixture fixture) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly string _id = Guid.NewGuid().ToString();
    private GatewayHost? _gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private GatewayHost Gateway => _gateway!;

    private string Room => $"{Catalogue.Path(_id)}/waiting-room";

    private Act Act => fixture.Stage.Of(_id);

    private OrganisationId Organisation => OrganisationId.From(Guid.Parse(Act.Organisation));

    public async ValueTask InitializeAsync() => _gateway = await fixture.WithBudgetAsync(_clock, ("Gateway:WaitingRoom:OpensAt", "10"));

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    [Fact]
    public async Task S7_who_has_to_wait_is_told_the_place_and_when_to_retry()
    {
        await OpenAsync(rate: 1);
        using var first = await RedeemAsync();
        using var second = await RedeemAsync();

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await second.ProblemCodeAsync()).ShouldBe("request.waiting_room");
        second.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        second.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var problem = await second.JsonAsync();
        problem.GetProperty("place").GetInt64().ShouldBe(2);
        problem.GetProperty("ticket").GetString().ShouldBe(TicketOf(second));
        second.Headers.GetValues("Waiting-Place").Single().ShouldBe("2");
        Act.Calls.ShouldBe(1, "only the sub-budget's organisation was asked for");
    }

    [Fact]
    public async Task S7_each_comes_in_turn_and_once_in_stays_in_for_ten_minutes()
    {
        await OpenAsync(rate: 1);
        using var first = await RedeemAsync();
        using var second = await RedeemAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        using var firstAgain = await RedeemAsync(TicketOf(first));
        using var secondAgain = await RedeemAsync(TicketOf(second));
        firstAgain.StatusCode.ShouldBe(HttpStatusCode.OK);
        secondAgain.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var admitted = await TakeAsync(TicketOf(secondAgain));
        admitted.Admitted.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromMinutes(9.9));
        using var late = await RedeemAsync(admitted.Ticket);
        late.StatusCode.ShouldBe(HttpStatusCode.OK);

        await FillAsync(20);
        _clock.Advance(TimeSpan.FromMinutes(0.1));
        using var tooLate = await RedeemAsync(admitted.Ticket);
        tooLate.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Forged_ticket_gets_the_last_place()
    {
        await OpenAsync(rate: 1);
        await FillAsync(5);
        var ticket = (await TakeAsync("")).Ticket;
        var forged = $"{(ticket[0] == 'A' ? 'B' : 'A')}{ticket[1..]}";

        using var answer = await RedeemAsync(forged);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.GetValues("Waiting-Place").Single().ShouldBe("7");
    }

    [Fact]
    public async Task Ticket_that_nobody_showed_for_ten_minutes_has_lost_its_place()
    {
        await OpenAsync(rate: 1);
        await FillAsync(2000);
        var held = await TakeAsync("");
        _clock.Advance(TimeSpan.FromMinutes(6));
        var shown = await TakeAsync(held.Ticket);
        _clock.Advance(TimeSpan.FromMinutes(6));

        (await TakeAsync(shown.Ticket)).Place.ShouldBe(2001 - 720);
        (await TakeAsync(held.Ticket)).Place.ShouldBe(2002 - 720);
    }

    [Fact]
    public async Task Holders_of_a_ballot_token_and_readers_never_wait()
    {
        await OpenAsync(rate: 1);
        await FillAsync(50);
        using var cast = new HttpRequestMessage(HttpMethod.Put, $"{Catalogue.Path(_id)}/ballot") { Content = JsonContent.Create(new { }) };
        cast.Headers.Authorization = new("Bearer", "ballot.token.v1");

        using var castAnswer = await Gateway.Http.SendAsync(cast, Cancel);
        using var status = await Gateway.ReadAsync($"{Catalogue.Path(_id)}/ballot", ("Authorization", "Bearer ballot.token.v1"));
        using var open = await Gateway.ReadAsync($"{Catalogue.Path(_id)}/voting-status");
        using var read = await Gateway.ReadAsync(Catalogue.Path(_id));

        new[] { castAnswer, status, open, read }.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signed_in_person_waits_like_anybody_and_who_is_not_signed_in_takes_no_place()
    {
        await OpenAsync(rate: 1);
        using var stranger = await IssueAsync(null);
        using var person = await IssueAsync(fixture.Tokens.Person(PersonId.From(Guid.NewGuid())));

        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        person.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        person.Headers.GetValues("Waiting-Place").Single().ShouldBe("1");
    }

    [Fact]
    public async Task Grpc_caller_waits_with_the_same_code_and_ticket()
    {
        await OpenAsync(rate: 1);
        foreach (var channel in new[] { Gateway.Grpc, Gateway.GrpcWeb })
        {
            var rolls = new RollService.RollServiceClient(channel);
            var failure = await Should.ThrowAsync<RpcException>(async () => await rolls.RedeemVotingCodeAsync(Redeeming(), cancellationToken: Cancel));
            (failure.StatusCode, failure.ToError().Code).ShouldBe((StatusCode.ResourceExhausted, "request.waiting_room"));
            failure.Trailers.GetValue("waiting-place").ShouldBe("1");

            _clock.Advance(TimeSpan.FromSeconds(1));
            var ticket = new Metadata { { "waiting-ticket", failure.Trailers.GetValue("waiting-ticket")! } };
            (await rolls.RedeemVotingCodeAsync(Redeeming(), ticket, cancellationToken: Cancel)).Token.ShouldBe($"token of {_id}");
        }
    }

    [Fact]
    public async Task Compressed_grpc_is_queued_too()
    {
        await OpenAsync(rate: 1);
        var rolls = new RollService.RollServiceClient(Gateway.Grpc);
        var gzip = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var call = rolls.RedeemVotingCodeAsync(Redeeming(), gzip, cancellationToken: Cancel);

        (await call.RpcFailureAsync()).ShouldBe((StatusCode.ResourceExhausted, "request.waiting_room"));
    }

    [Fact]
    public async Task Message_that_cannot_be_read_gets_nowhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/medborgarbudget.identity.v1.RollService/RedeemVotingCode")
        {
            Content = new ByteArrayContent([1, 0, 0, 0, 3, 9, 9, 9]),
        };
        request.Content.Headers.ContentType = new("application/grpc-web");
        request.Headers.Add("grpc-encoding", "unheard-of");

        using var answer = await Gateway.Http.SendAsync(request, Cancel);

        answer.Headers.GetValues("grpc-status").Single().ShouldBe($"{(int)StatusCode.InvalidArgument}");
    }

    [Fact]
    public async Task Opens_by_itself_when_too_many_come_and_closes_when_the_line_is_empty()
    {
        for (var i = 0; i < 10; i++)
        {
            using var passed = await RedeemAsync();
            passed.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await RedeemAsync();
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _clock.Advance(TimeSpan.FromSeconds(3));
        using var passedAgain = await RedeemAsync();
        passedAgain.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SeeAsync()).Open.ShouldBeFalse();
    }

    [Fact]
    public async Task Official_opens_sees_and_closes_it()
    {
        var opened = await OpenAsync(rate: 7);
        (opened.Mode, opened.AdmittedPerSecond, opened.Open).ShouldBe((WaitingRoomMode.Open, 7, true));
        await FillAsync(3);
        (await SeeAsync()).Waiting.ShouldBe(3);

        (await SetAsync(WaitingRoomMode.Closed, 0)).Open.ShouldBeFalse();

        using var answer = await RedeemAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TakeAsync("")).ShouldBe(new WaitingTicket { Admitted = true });
    }

    [Fact]
    public async Task Only_officials_of_the_organisation_have_a_say()
    {
        var settings = new { mode = "WAITING_ROOM_MODE_OPEN", admittedPerSecond = 1 };

        (await PutAsync(null, settings)).ShouldBe(HttpStatusCode.Unauthorized);
        (await PutAsync(fixture.Tokens.Holder(Role.Screener, Organisation), settings)).ShouldBe(HttpStatusCode.Forbidden);
        (await PutAsync(fixture.Tokens.Holder(Role.ProcessLeader, OrganisationId.From(Guid.NewGuid())), settings)).ShouldBe(HttpStatusCode.Forbidden);
        (await PutAsync(fixture.Tokens.Holder(Role.VotingOfficer, Organisation), new { mode = "WAITING_ROOM_MODE_OPEN" })).ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync(fixture.Tokens.Holder(Role.VotingOfficer, Organisation), new { admittedPerSecond = 5 })).ShouldBe(HttpStatusCode.BadRequest);
        using var room = await Gateway.ReadAsync(Room);
        room.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PutAsync(fixture.Tokens.Holder(Role.CountLeader, Organisation), settings)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sub_budget_that_is_not_there_has_no_waiting_room()
    {
        Act.IsMissing = true;
        var call = Leader().SetWaitingRoomAsync(new SetWaitingRoomRequest { SubBudgetId = _id, Mode = WaitingRoomMode.Closed }, AsLeader(), cancellationToken: Cancel);

        (await call.RpcFailureAsync()).ShouldBe((StatusCode.NotFound, "gateway.sub_budget_missing"));
    }

    [Fact]
    public async Task Lines_that_cannot_be_reached_hold_nobody_up()
    {
        await using var gateway = await fixture.WithBudgetAsync(
            _clock, ("Redis:ConnectionString", "127.0.0.1:1"), ("Gateway:WaitingRoom:Key", Convert.ToBase64String(new byte[32])));

        using var answer = await gateway.Http.PostAsJsonAsync($"{Catalogue.Path(_id)}/voting-codes:redeem", new { code = "A" }, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<WaitingRoom> OpenAsync(int rate) => SetAsync(WaitingRoomMode.Open, rate);

    private async Task<WaitingRoom> SetAsync(WaitingRoomMode mode, int rate) => await Leader().SetWaitingRoomAsync(
        new SetWaitingRoomRequest { SubBudgetId = _id, Mode = mode, AdmittedPerSecond = rate }, AsLeader(), cancellationToken: Cancel);

    private async Task<WaitingRoom> SeeAsync() =>
        await Leader().GetWaitingRoomAsync(new GetWaitingRoomRequest { SubBudgetId = _id }, AsLeader(), cancellationToken: Cancel);

    private WaitingRoomService.WaitingRoomServiceClient Leader() => new(Gateway.Grpc);

    private Metadata AsLeader() => new() { { "authorization", $"Bearer {fixture.Tokens.Holder(Role.ProcessLeader, Organisation)}" } };

    private RedeemVotingCodeRequest Redeeming() => new() { SubBudgetId = _id, Code = "A" };

    private async Task<WaitingTicket> TakeAsync(string ticket)
    {
        using var answer = await Gateway.Http.PostAsJsonAsync($"{Catalogue.Path(_id)}/waiting-tickets", new { ticket }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return WaitingTicket.Parser.ParseJson(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task FillAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await TakeAsync("");
        }
    }

    private async Task<HttpResponseMessage> RedeemAsync(string? ticket = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Catalogue.Path(_id)}/voting-codes:redeem") { Content = JsonContent.Create(new { code = "A" }) };
        if (ticket is not null)
        {
            request.Headers.Add("Waiting-Ticket", ticket);
        }

        return await Gateway.Http.SendAsync(request, Cancel);
    }

    private async Task<HttpResponseMessage> IssueAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Catalogue.Path(_id)}/ballot-tokens") { Content = JsonContent.Create(new { }) };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await Gateway.Http.SendAsync(request, Cancel);
    }

    private async Task<HttpStatusCode> PutAsync(string? token, object settings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Room) { Content = JsonContent.Create(settings) };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await Gateway.Http.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static string TicketOf(HttpResponseMessage answer) => answer.Headers.GetValues("Waiting-Ticket").Single();
}
