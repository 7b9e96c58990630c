using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.System.Tests.Cli.Published;

/// <summary>Serves the files of a vote at the addresses of docs/ballot-format.md, and takes cosignatures.</summary>
internal sealed class TinyPublisher : IAsyncDisposable
{
    private const string Root = "/medborgarbudget/v1/sub-budgets/11111111-1111-4111-8111-111111111111/";

    private readonly WebApplication application;

    private TinyPublisher(WebApplication application, PublishedVote vote)
    {
        this.application = application;
        Vote = vote;
    }

    /// <summary>The vote that is shown; another can be put in its place.</summary>
    public PublishedVote Vote { get; set; }

    public string Address => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The bodies of the cosignatures that came.</summary>
    public List<JsonElement> Cosignatures { get; } = [];

    /// <summary>The names of the files that were fetched.</summary>
    public List<string> Fetched { get; } = [];

    public static async Task<TinyPublisher> StartAsync(PublishedVote vote)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var publisher = new TinyPublisher(builder.Build(), vote);
        publisher.application.Run(publisher.AnswerAsync);
        await publisher.application.StartAsync(TestContext.Current.CancellationToken);
        return publisher;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static string? NameOf(string path) => path switch
    {
        "manifest-document" => "manifest.json",
        "log/heads" => "heads.jsonl",
        "closing" => "closing.json",
        "counted-list" => "counted-list.pb",
        "result-document" => "result.json",
        "published-files" => "files.json",
        _ when path.StartsWith("log/tiles/", StringComparison.Ordinal) => path["log/".Length..],
        _ when path.StartsWith("sealed-ballots/", StringComparison.Ordinal) => path.Replace("sealed-ballots", "sealed", StringComparison.Ordinal),
        _ => null,
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == Root + "log/cosignatures")
        {
            Cosignatures.Add(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted));
            return;
        }

        if (!path.StartsWith(Root, StringComparison.Ordinal) || NameOf(path[Root.Length..]) is not { } name || !Vote.Files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (name.StartsWith("sealed/", StringComparison.Ordinal) && context.Request.Headers.Authorization != "Bearer auditor")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            lock (Fetched)
            {
                Fetched.Add(name);
            }

            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }
}
