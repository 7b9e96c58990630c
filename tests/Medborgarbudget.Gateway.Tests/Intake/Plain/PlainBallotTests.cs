using System.Text;
using Medborgarbudget.Gateway.Intake.Plain;

namespace Medborgarbudget.Gateway.Tests.Intake.Plain;

/// <summary>What is recognised as a plain ballot, and above all what is not.</summary>
public sealed class PlainBallotTests
{
    private const string Start = "PUT /medborgarbudget/v1/sub-budgets/sub-budget_1/ballot HTTP/1.1\r\n";
    private const string Headers = "Host: localhost:5080\r\nAuthorization: Bearer a.b.c\r\nIdempotency-Key: k1\r\nContent-Type: application/json\r\n";
    private const string Body = "{\"proposalIds\":[\"p1\",\"p2\"]}";
    private const string Length = "Content-Length: 27\r\n";

    [Theory]
    [InlineData(Start + Headers + Length + "\r\n" + Body)]
    [InlineData(Start + Headers + Length + "User-Agent: x\r\nAccept: */*\r\nX-Forwarded-For: 10.0.0.1\r\nConnection: keep-alive\r\n\r\n" + Body)]
    [InlineData(Start + Headers + Length + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\r\n\r\n" + Body)]
    [InlineData(Start + "hOST: a\r\nAUTHORIZATION:bearer   a.b.c  \r\nidempotency-key:k1\r\ncontent-type:Application/JSON; charset=utf-8\r\n" + Length + "\r\n" + Body)]
    public void Plain_ballot_is_recognised(string request)
    {
        var bytes = Encoding.ASCII.GetBytes(request);
        var ballot = PlainBallot.Read([.. bytes, .. "PUT /next"u8], out var length);

        ballot.ShouldNotBeNull();
        ballot.SubBudgetId.ShouldBe("sub-budget_1");
        ballot.Token.ToStringUtf8().ShouldBe("a.b.c");
        ballot.IdempotencyKey.ShouldBe("k1");
        ballot.ProposalIds.ShouldBe(["p1", "p2"]);
        length.ShouldBe(bytes.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PUT ")]
    [InlineData(Start)]
    [InlineData(Start + Headers + Length)]
    [InlineData(Start + Headers + Length + "\r\n")]
    [InlineData(Start + Headers + Length + "\r\n{\"proposalIds\":[\"p1\",\"p2\"]")]
    public void Ballot_that_has_not_arrived_whole_is_left(string request) => IsLeft(request);

    [Theory]
    [InlineData("POST /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\n")]
    [InlineData("GET /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\n")]
    [InlineData("put /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.0\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/2.0\r\n")]
    [InlineData("PUT  /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\n")]
    [InlineData("PUT http://localhost/medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets//ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/a/b/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/../ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/%73/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/s1?x=/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/s1/ballot?x=1 HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/s1:x/ballot HTTP/1.1\r\n")]
    [InlineData("PUT /medborgarbudget/v1/sub-budgets/s1\n/ballot HTTP/1.1\r\n")]
    [InlineData("\r\nPUT /medborgarbudget/v1/sub-budgets/s1/ballot HTTP/1.1\r\n")]
    public void Request_for_something_else_is_left(string start) => IsLeft(start + Headers + Length + "\r\n" + Body);

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [InlineData("transfer-encoding:identity\r\n")]
    [InlineData("Content-Length: 27\r\n")]
    [InlineData("Content-Length: 5\r\n")]
    [InlineData("Content-Encoding: gzip\r\n")]
    [InlineData("Expect: 100-continue\r\n")]
    [InlineData("Connection: close\r\n")]
    [InlineData("Connection: Upgrade\r\n")]
    [InlineData("Upgrade: websocket\r\n")]
    [InlineData("TE: trailers\r\n")]
    [InlineData("Trailer: x\r\n")]
    [InlineData("Origin: https://example.com\r\n")]
    [InlineData("Host: elsewhere\r\n")]
    [InlineData("Authorization: Bearer x.y.z\r\n")]
    [InlineData("Idempotency-Key: k2\r\n")]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n")]
    [InlineData(" folded: line\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n")]
    [InlineData("X-Header: a\nTransfer-Encoding: chunked\r\n")]
    [InlineData("X-Header: a\rTransfer-Encoding: chunked\r\n")]
    [InlineData("X-Header: a\0b\r\n")]
    [InlineData("X-Header: a\tb\r\n")]
    [InlineData("X-Header: \u00e5\r\n")]
    [InlineData("X Header: a\r\n")]
    [InlineData("no colon\r\n")]
    [InlineData(": nothing\r\n")]
    public void Header_that_says_more_than_a_plain_ballot_is_left(string more) => IsLeft(Start + Headers + more + Length + "\r\n" + Body);

    [Theory]
    [InlineData("Host: localhost:5080\r\n", "")]
    [InlineData("Host: localhost:5080\r\n", "Host: \r\n")]
    [InlineData("Host: localhost:5080\r\n", "Host: localhost:\r\n")]
    [InlineData("Host: localhost:5080\r\n", "Host: :80\r\n")]
    [InlineData("Host: localhost:5080\r\n", "Host: a:b\r\n")]
    [InlineData("Host: localhost:5080\r\n", "Host: a@b\r\n")]
    [InlineData("Host: localhost:5080\r\n", "Host: a,b\r\n")]
    [InlineData("Authorization: Bearer a.b.c\r\n", "")]
    [InlineData("Authorization: Bearer a.b.c\r\n", "Authorization: Bearer \r\n")]
    [InlineData("Authorization: Bearer a.b.c\r\n", "Authorization: Basic a.b.c\r\n")]
    [InlineData("Idempotency-Key: k1\r\n", "")]
    [InlineData("Idempotency-Key: k1\r\n", "Idempotency-Key:\r\n")]
    [InlineData("Content-Type: application/json\r\n", "")]
    [InlineData("Content-Type: application/json\r\n", "Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: application/json\r\n", "Content-Type: application/json; charset=utf-16\r\n")]
    [InlineData(Length, "")]
    [InlineData(Length, "Content-Length: +27\r\n")]
    [InlineData(Length, "Content-Length: -27\r\n")]
    [InlineData(Length, "Content-Length: 2 7\r\n")]
    [InlineData(Length, "Content-Length: 0x1b\r\n")]
    [InlineData(Length, "Content-Length: 27,27\r\n")]
    [InlineData(Length, "Content-Length: 26\r\n")]
    [InlineData(Length, "Content-Length: 0\r\n")]
    [InlineData(Length, "Content-Length: 99999999999999999999\r\n")]
    [InlineData(Body, "{\"proposalIds\":[\"p1\",\"p2\",]}")]
    [InlineData("\r\n", "\n")]
    public void Ballot_that_lacks_something_is_left(string part, string instead) =>
        IsLeft((Start + Headers + Length + "\r\n" + Body).Replace(part, instead, StringComparison.Ordinal));

    private static void IsLeft(string request) => PlainBallot.Read(Encoding.Latin1.GetBytes(request), out _).ShouldBeNull();
}
