using System.Net;
using System.Net.Http.Headers;
using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Published;

/// <summary>The published files of a vote at a gateway, by plain HTTP. A gateway that is busy or away is asked again for a while.</summary>
internal sealed class PublishedSource : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly PatientSender sender;
    private readonly Uri root;

    public PublishedSource(Uri gateway, SubBudgetId subBudget, string? token, TimeProvider clock)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = ConnectPatience })
        {
            Timeout = AnswerPatience,
        };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        sender = new PatientSender(http, Patience, clock);
        root = new Uri(gateway, $"medborgarbudget/v1/sub-budgets/{subBudget}/");
    }

    public void Dispose() => http.Dispose();

    /// <summary>A file by its name in the published folder, or null when it is not published yet.</summary>
    /// <exception cref="CommandException">The gateway does not answer, or refuses.</exception>
    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var address = new Uri(root, AddressOf(name));
        var answer = await sender.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
        return answer switch
        {
            { IsSuccess: true } => answer.Body,
            { Status: HttpStatusCode.NotFound or HttpStatusCode.Conflict } => null,
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
                throw CommandException.BadInput($"{address} is refused: sealed ballots are for auditors, with --token."),
            { Status: { } status } => throw CommandException.BadInput($"{address} answers {(int)status}."),
            _ => throw CommandException.BadInput($"{address} does not answer."),
        };
    }

    /// <summary>A file that a vote has from its beginning.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken)
        ?? throw CommandException.BadInput($"{new Uri(root, AddressOf(name))} is not there: no ballot is frozen in such a sub-budget.");

    /// <summary>The hashes of a tile, those that a log which has grown since has more of cut off.</summary>
    /// <exception cref="CommandException">It is not there, or too short.</exception>
    public async Task<byte[]> ReadAsync(Tile tile, CancellationToken cancellationToken)
    {
        var hashes = await FindAsync(tile.Name, cancellationToken) ?? [];
        return hashes.Length >= tile.Length
            ? hashes[..tile.Length]
            : throw CommandException.BadInput($"{new Uri(root, AddressOf(tile.Name))} has {hashes.Length} bytes, and the heads ask for {tile.Length}.");
    }

    /// <summary>Hands in a cosignature; false when the gateway does not take it.</summary>
    public async Task<bool> TryCosignAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var address = new Uri(root, "log/cosignatures");
        var answer = await sender.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            },
            cancellationToken);
        return answer.IsSuccess;
    }

    private static string AddressOf(string name) => name switch
    {
        PublishedFolder.Manifest => "manifest-document",
        PublishedFolder.Heads => "log/heads",
        PublishedFolder.Closing => "closing",
        PublishedFolder.CountedList => "counted-list",
        PublishedFolder.Result => "result-document",
        PublishedFolder.Files => "published-files",
        PublishedFolder.Channels => "channels",
        SealedPaper.CardsFile => "sealed-cards",
        SealedPaper.AnnulledFile => "annulled-voters",
        _ when name.StartsWith("tiles/", StringComparison.Ordinal) => $"log/{name}",
        _ when name.StartsWith("sealed/", StringComparison.Ordinal) => $"sealed-ballots/{name["sealed/".Length..]}",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No published file has this name."),
    };
}
