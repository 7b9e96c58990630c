using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Gateway.Tests.Intake.Plain;

/// <summary>Ballots that are taken off their connection get what they would get by way of the server, and everything between them goes that way.</summary>
[Collection(nameof(GatheredArrivals))]
public sealed class BallotConnectionTests(GatewayFixture fixture)
{
    /// <summary>A header that makes a request one for the server, without changing what is answered.</summary>
    private const string ByServer = "TE: trailers\r\n";

    private const string Read = "GET /medborgarbudget/v1/organisations/o1 HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receipt_is_answered_alike_on_both_ways()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        var plain = await connection.SendAsync(Ballot("t1"), Cancel);
        var byServer = await connection.SendAsync(Ballot("t1", ByServer), Cancel);

        plain.Status.ShouldBe("HTTP/1.1 200 OK");
        plain.Headers.Keys.First().ShouldBe("Content-Type", "the server writes the length first");
        byServer.Headers.Keys.First().ShouldBe("Content-Length");
        plain.Body.ShouldContain("\"receiptCode\": \"t1\"");
        (plain.Status, plain.Body).ShouldBe((byServer.Status, byServer.Body));
        plain.Headers.Keys.ShouldBe(byServer.Headers.Keys, ignoreOrder: true);
        foreach (var (name, value) in plain.Headers.Where(header => header.Key != "Date"))
        {
            byServer.Headers[name].ShouldBe(value, name);
        }

        DateTimeOffset.ParseExact(plain.Headers["Date"], "R", null).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("refuse", "400")]
    [InlineData("lose", "503")]
    public async Task Refusal_is_answered_alike_on_both_ways_and_asked_for_once(string token, string status)
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        token += Guid.NewGuid();
        var plain = await connection.SendAsync(Ballot(token, "Accept-Language: sv\r\n"), Cancel);
        fixture.Gathered.Tokens.Count(token.Equals).ShouldBe(1);
        var byServer = await connection.SendAsync(Ballot(token, "Accept-Language: sv\r\n" + ByServer), Cancel);

        plain.Status.ShouldStartWith($"HTTP/1.1 {status} ");
        plain.Status.ShouldBe(byServer.Status);
        plain.Headers["Retry-After"].ShouldBe(byServer.Headers["Retry-After"]);
        foreach (var member in new[] { "type", "title", "status", "code" })
        {
            Member(plain, member).ShouldBe(Member(byServer, member));
        }
    }

    [Fact]
    public async Task Refusal_is_not_kept_for_the_next_ballot()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        var token = $"refuse{Guid.NewGuid()}";
        (await connection.SendAsync(Ballot(token), Cancel)).Status.ShouldStartWith("HTTP/1.1 400 ");
        (await connection.SendAsync(Ballot("t2", ByServer), Cancel)).Status.ShouldBe("HTTP/1.1 200 OK");
        (await connection.SendAsync(Ballot(token, ByServer), Cancel)).Status.ShouldStartWith("HTTP/1.1 400 ");
        fixture.Gathered.Tokens.Count(token.Equals).ShouldBe(2);
    }

    [Fact]
    public async Task Requests_of_all_kinds_in_one_piece_are_answered_in_their_order()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        string[] requests =
        [
            Ballot("t1"), Ballot("t2"), Read, Ballot("t3"), Ballot("t4", ByServer), Ballot("t5"), Ballot("refuse"), Ballot("t6"), Ballot("t7", body: "{"), Ballot("t8"),
            Read, Read, Ballot("t9"),
        ];
        await connection.WriteAsync(string.Concat(requests), Cancel);

        var answers = new List<string>();
        foreach (var _ in requests)
        {
            var answer = await connection.ReadAsync(Cancel);
            answers.Add(answer.Body.Contains("receiptCode", StringComparison.Ordinal) ? Member(answer, "receiptCode") : answer.Status.Split(' ')[1]);
        }

        string.Join(" ", answers).ShouldBe("t1 t2 200 t3 t4 t5 400 t6 400 t8 200 200 t9");
    }

    [Fact]
    public async Task Ballot_is_the_same_wherever_the_network_parts_it()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        var ballot = Ballot("t1");
        for (var i = 1; i < ballot.Length; i++)
        {
            await connection.WriteAsync(ballot[..i], Cancel);
            await Task.Delay(1, Cancel);
            var answer = await connection.SendAsync(ballot[i..], Cancel);
            (answer.Status, Member(answer, "receiptCode")).ShouldBe(("HTTP/1.1 200 OK", "t1"), $"parted after {i}");
        }
    }

    [Fact]
    public async Task After_a_request_by_the_server_ballots_are_taken_off_again()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        foreach (var request in new[] { Read, Ballot("t1", ByServer), Ballot("refuse") })
        {
            await connection.SendAsync(request, Cancel);
            (await connection.SendAsync(Ballot("t2"), Cancel)).Headers.Keys.First().ShouldBe("Content-Type");
        }
    }

    [Fact]
    public async Task Ballot_for_a_host_that_is_not_served_is_not_cast()
    {
        await using var gateway = await fixture.AnotherAsync(("AllowedHosts", "rosta.example"));
        using var connection = await RawConnection.OpenAsync(gateway.Address, Cancel);
        var token = $"t{Guid.NewGuid()}";
        (await connection.SendAsync(Ballot(token), Cancel)).Status.ShouldStartWith("HTTP/1.1 400 ");
        fixture.Gathered.Tokens.ShouldNotContain(token);
        (await connection.SendAsync(Ballot(token).Replace("localhost", "rosta.example", StringComparison.Ordinal), Cancel)).Status.ShouldBe("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task Connection_with_nothing_but_ballots_is_not_given_up_as_idle()
    {
        await using var gateway = await fixture.AnotherAsync(services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(3)));
        using var connection = await RawConnection.OpenAsync(gateway.Address, Cancel);
        for (var i = 0; i < 20; i++)
        {
            (await connection.SendAsync(Ballot($"t{i}"), Cancel)).Status.ShouldBe("HTTP/1.1 200 OK");
            await Task.Delay(500, Cancel);
        }

        await Should.ThrowAsync<EndOfStreamException>(() => connection.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Client_that_never_reads_its_receipts_is_let_go()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway.Address, Cancel);
        var ballot = Ballot(new string('t', 1500));
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (true)
            {
                // One by one: what comes in one piece with the next may be parted, and goes by the server.
                await connection.WriteAsync(ballot, Cancel);
                await Task.Delay(1, Cancel);
            }
        });
    }

    [Fact]
    public async Task Ballot_under_way_is_answered_when_the_gateway_ends()
    {
        var gateway = await fixture.AnotherAsync(("Gateway:TimeoutSeconds", "20"));
        using var connection = await RawConnection.OpenAsync(gateway.Address, Cancel);
        using var idle = await RawConnection.OpenAsync(gateway.Address, Cancel);
        (await idle.SendAsync(Ballot("t0"), Cancel)).Status.ShouldBe("HTTP/1.1 200 OK");
        var gate = new TaskCompletionSource();
        var token = $"t{Guid.NewGuid()}";
        fixture.Gathered.Gate = gate.Task;
        await connection.WriteAsync(Ballot(token), Cancel);
        await fixture.Gathered.UntilAsync(arrived => arrived.Tokens.Contains(token), Cancel);

        var ended = gateway.DisposeAsync().AsTask();
        await Should.ThrowAsync<EndOfStreamException>(() => idle.ReadAsync(Cancel));
        ended.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        fixture.Gathered.Gate = Task.CompletedTask;

        Member(await connection.ReadAsync(Cancel), "receiptCode").ShouldBe(token);
        await Should.ThrowAsync<EndOfStreamException>(() => connection.ReadAsync(Cancel));
        await ended;
    }

    [Fact]
    public async Task Ballots_on_both_ways_are_counted_among_the_requests()
    {
        await using var gateway = await fixture.AnotherAsync();
        var answered = new ConcurrentQueue<string>();
        long active = 0, most = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter.Scope == gateway.Meters && instrument.Meter.Name == "Microsoft.AspNetCore.Hosting")
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, change, _, _) => most = Math.Max(most, Interlocked.Add(ref active, change)));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => answered.Enqueue($"{instrument.Name} {Tags(tags)}"));
        listener.Start();
        using var connection = await RawConnection.OpenAsync(gateway.Address, Cancel);
        string[] ballots = [Ballot("t1"), Ballot("t1", ByServer), Ballot("refuse")];
        foreach (var ballot in ballots)
        {
            await connection.SendAsync(ballot, Cancel);
        }

        await connection.SendAsync(Ballot("t2"), Cancel);
        const string Alike = "http.server.request.duration http.request.method=PUT http.response.status_code={0} network.protocol.version=1.1 url.scheme=http";
        answered.ShouldBe([Of("200"), Of("200"), Of("400"), Of("200")]);
        (active, most).ShouldBe((0, 1));

        static string Of(string status) => Alike.Replace("{0}", status, StringComparison.Ordinal);
    }

    private static string Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(" ", tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    private static string Member(RawAnswer answer, string name)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty(name).ToString();
    }

    private static string Ballot(string token, string more = "", string body = "{\"proposalIds\":[\"a\"]}") =>
        "PUT /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + $"Authorization: Bearer {token}\r\nIdempotency-Key: key-of-{token}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
}
