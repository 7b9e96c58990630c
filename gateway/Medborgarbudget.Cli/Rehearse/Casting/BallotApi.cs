using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Cli.Gateway;

namespace Medborgarbudget.Cli.Rehearse.Casting;

/// <summary>What became of one ballot.</summary>
internal enum CastOutcome
{
    Acknowledged,

    /// <summary>Acknowledged as the second or later version of this voter's ballot, who has cast but one.</summary>
    AcknowledgedAgain,
    Refused,
    Unknown,
}

/// <summary>The two requests of a voter's device, as JSON over HTTP: code for token, and token with ballot for receipt.</summary>
internal sealed class BallotApi
{
    /// <summary>The place in a waiting room: what an answer gives is sent with the next request.</summary>
    private const string TicketHeader = "Waiting-Ticket";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PatientSender _sender;
    private readonly RehearsalState _state;
    private readonly byte[][] _bodies;
    private readonly Uri _ballot;
    private readonly Uri _codes;
    private string? _firstRefusal;

    public BallotApi(PatientSender sender, RehearsalState state, Tally.Election election)
    {
        (_sender, _state) = (sender, state);
        var subBudget = $"/medborgarbudget/v1/sub-budgets/{state.SubBudgetId}";
        _ballot = new Uri($"{subBudget}/ballot", UriKind.Relative);
        _codes = new Uri($"{subBudget}/voting-codes:redeem", UriKind.Relative);
        _bodies = [.. Enumerable.Range(0, election.Ballots.Count).Select(ballotClass => BodyOf(election, state.ProposalIds, ballotClass))];
    }

    /// <summary>How the first refusal was worded; null when there was none.</summary>
    public string? FirstRefusal => _firstRefusal;

    public void ForgetRefusals() => _firstRefusal = null;

    /// <summary>The ballot token; null when the code was refused or no answer came. Who has to wait keeps his place in the line, by the ticket that he was given.</summary>
    public async Task<string?> RedeemAsync(string code, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { code });
        string? ticket = null;
        var answer = await _sender.SendAsync(Make, ToldToWait, cancellationToken);
        if (!answer.IsSuccess)
        {
            NoteRefusal(answer);
            return null;
        }

        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("token").GetString();

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, _codes) { Content = ContentOf(body) };
            request.Headers.TryAddWithoutValidation(TicketHeader, ticket);
            return request;
        }

        void ToldToWait(HttpResponseMessage response) =>
            ticket = response.Headers.TryGetValues(TicketHeader, out var given) ? given.First() : ticket;
    }

    /// <summary>Casts a ballot under its own key; asks for another token once, when the first no longer holds.</summary>
    public async Task<CastOutcome> CastAsync(int ballot, int ballotClass, string token, string code, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(ballot, ballotClass, token, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized && await RedeemAsync(code, cancellationToken) is { } renewed)
        {
            answer = await SendAsync(ballot, ballotClass, renewed, cancellationToken);
        }

        NoteRefusal(answer);
        return answer switch
        {
            { Status: null } => CastOutcome.Unknown,
            { IsSuccess: true } => VersionOf(answer) == 1 ? CastOutcome.Acknowledged : CastOutcome.AcknowledgedAgain,
            _ => CastOutcome.Refused,
        };
    }

    private static int VersionOf(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("version").GetInt32();
    }

    private static byte[] BodyOf(Tally.Election election, IReadOnlyList<string> proposalIds, int ballotClass)
    {
        var ids = new List<string>();
        foreach (var project in election.Ballots.Projects(ballotClass))
        {
            ids.Add(proposalIds[project]);
        }

        return JsonSerializer.SerializeToUtf8Bytes(new { proposalIds = ids });
    }

    private static ByteArrayContent ContentOf(byte[] body) => new(body) { Headers = { ContentType = Json } };

    private Task<Answer> SendAsync(int ballot, int ballotClass, string token, CancellationToken cancellationToken)
    {
        var (authorization, key) = ($"Bearer {token}", _state.KeyOf(ballot));
        return _sender.SendAsync(Make, cancellationToken);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Put, _ballot) { Content = ContentOf(_bodies[ballotClass]) };
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            return request;
        }
    }

    private void NoteRefusal(Answer answer) => _firstRefusal ??= answer switch
    {
        { IsSuccess: true } => null,
        { Status: { } status } => $"{(int)status} {Encoding.UTF8.GetString(answer.Body)}",
        _ => "no answer, or only that it should be asked again later, for as long as --wait allows",
    };
}
