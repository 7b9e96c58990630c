using System.CommandLine;

namespace Medborgarbudget.Cli.Conformance;

/// <summary>The command <c>mb conformance</c> with its options.</summary>
internal static class ConformanceCommand
{
    private static readonly Option<string> Client = new("--client")
    {
        Description = "The client id that the organisation has registered (app-…).", HelpName = "ID", Required = true,
    };

    private static readonly Option<string> Gateway = new("--gateway")
    {
        Description = "The gateway of the test installation.", HelpName = "URL", Required = true,
    };

    private static readonly Option<string> Redirect = new("--redirect-uri")
    {
        Description = "One of the client's registered redirect addresses.", HelpName = "URI", Required = true,
    };

    private static readonly Option<string> SubBudget = new("--sub-budget")
    {
        Description = "A sub-budget marked as rehearsal that is open for voting.", HelpName = "ID", Required = true,
    };

    private static readonly Option<string> Person = new("--person")
    {
        Description = "A person of the simulated e-ID who stands on its roll.", HelpName = "KEY", Required = true,
    };

    private static readonly Option<string?> Origin = new("--origin")
    {
        Description = "One of the client's registered origins, if it has any.", HelpName = "ORIGIN",
    };

    private static readonly Option<string?> Secret = new("--secret")
    {
        Description = "The secret of a confidential client; @FILE reads it from a file.", HelpName = "TEXT",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print the result as one JSON object.",
    };

    public static Command Create()
    {
        var command = new Command(
            "conformance",
            "Calls the public API of a test installation as a registered third-party client and says which of the rules for such clients hold. "
            + "A ballot is cast, in a rehearsal only. Exit code 0 only if every check passed.")
        {
            Client, Gateway, Redirect, SubBudget, Person, Origin, Secret, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var api = new ThirdPartyApi(Read(parsed));
        await RefuseRealVotesAsync(api, cancellationToken);
        var outcomes = new List<CheckOutcome>();
        foreach (var check in SignInChecks.All.Concat(OriginChecks.All).Concat(BallotChecks.All))
        {
            outcomes.Add(await check.RunAsync(api, cancellationToken));
        }

        ConformanceReport.Write(parsed.InvocationConfiguration.Output, outcomes, parsed.GetValue(Json));
        return outcomes.Any(outcome => outcome.Passed == false) ? CommandException.FailedCode : 0;
    }

    private static ThirdParty Read(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetValue(Gateway), UriKind.Absolute, out var gateway) || gateway is not { Scheme: "http" or "https" })
        {
            throw CommandException.BadInput("--gateway is an address such as http://localhost:5080.");
        }

        return new ThirdParty(gateway, parsed.GetValue(Client)!, parsed.GetValue(Redirect)!, parsed.GetValue(SubBudget)!, parsed.GetValue(Person)!)
        {
            Origin = parsed.GetValue(Origin),
            Secret = SecretOf(parsed.GetValue(Secret)),
        };
    }

    private static string? SecretOf(string? given)
    {
        try
        {
            return given?.StartsWith('@') == true ? File.ReadAllText(given[1..]).Trim() : given;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.BadInput($"The secret could not be read: {exception.Message}", exception);
        }
    }

    /// <summary>A ballot is cast, so it is looked first that it counts for nothing.</summary>
    private static async Task RefuseRealVotesAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        try
        {
            var subBudget = await api.GetAsync($"/medborgarbudget/v1/sub-budgets/{Uri.EscapeDataString(api.Client.SubBudget)}", cancellationToken);
            if (subBudget.Status != 200 || !subBudget.Flag("rehearsal"))
            {
                throw CommandException.BadInput("--sub-budget is not one that is marked as rehearsal; nothing was done.");
            }
        }
        catch (HttpRequestException exception)
        {
            throw CommandException.BadInput($"{api.Client.Gateway} does not answer: {exception.Message}", exception);
        }
    }
}

/// <summary>The client that is tried, where, and as whom.</summary>
internal sealed record ThirdParty(Uri Gateway, string ClientId, string RedirectUri, string SubBudget, string Person)
{
    public string? Origin { get; init; }

    public string? Secret { get; init; }

    /// <summary>What its person is asked to agree to.</summary>
    public string Scope { get; init; } = "openid profile vote";
}
