using System.Text.Json;
using Medborgarbudget.Cli.Conformance;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.System.Tests.Permissions;
using Medborgarbudget.System.Tests.Process;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary><c>mb conformance</c> against the whole system: what is in order passes, and what is not is found.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class ConformanceTests(SystemOnEmbedded fixture) : IClassFixture<SystemOnEmbedded>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registered_client_passes_every_check_and_a_wrong_one_does_not()
    {
        using var api = new PublicApi(fixture.Running);
        var year = await VotingAsync(api);
        var budgets = new BudgetService.BudgetServiceClient(api.Visitor);
        var organisation = (await budgets.GetSubBudgetAsync(new GetSubBudgetRequest { SubBudgetId = year.Id }, cancellationToken: Cancel)).OrganisationId;
        var client = await RegisteredClient.ApproveAsync(api, fixture.Running.Gateway, organisation, Cancel);
        await UntilKnownAsync();

        var run = await RunAsync(year.Id, client.ClientId, RegisteredClient.Origin, person: 1);
        run.ExitCode.ShouldBe(0, run.Error + run.Output);
        var result = JsonDocument.Parse(run.Output).RootElement;
        result.GetProperty("failed").GetInt32().ShouldBe(0);
        result.GetProperty("passed").GetInt32().ShouldBe(21);
        result.GetProperty("checks").EnumerateArray().ShouldAllBe(check => check.GetProperty("rule").GetString()!.Length > 0);

        FailedIn(await RunAsync(year.Id, client.ClientId, "https://another.test", person: 2)).ShouldBe(
            ["The preflight of its origin is answered for it alone", "A refusal can be read by its pages too"]);
        FailedIn(await RunAsync(year.Id, "app-0192f3c45e6a7b8c9d0e1f2a3b4c5d6e", RegisteredClient.Origin, person: 3)).ShouldContain("A person signs in with PKCE and agrees");

        var real = await CommandRun.OfAsync(
            "conformance", "--client", client.ClientId, "--gateway", $"{fixture.Running.Gateway}", "--redirect-uri", RegisteredClient.Redirect, "--sub-budget", $"{Guid.NewGuid()}", "--person", "x");
        real.ExitCode.ShouldBe(2);
        real.OnlyLine().ShouldContain("rehearsal");
    }

    private Task<CommandRun> RunAsync(string subBudget, string client, string origin, int person) => CommandRun.OfAsync(
        "conformance", "--json", "--client", client, "--gateway", $"{fixture.Running.Gateway}", "--redirect-uri", RegisteredClient.Redirect,
        "--sub-budget", subBudget, "--person", Election.Resident(person), "--origin", origin);

    private static IEnumerable<string> FailedIn(CommandRun run)
    {
        run.ExitCode.ShouldBe(1);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("result").GetString() == "FAIL").Select(check => check.GetProperty("title").GetString()!);
    }

    /// <summary>The gateway learns of a new client within seconds.</summary>
    private async Task UntilKnownAsync()
    {
        using var api = new ThirdPartyApi(new ThirdParty(fixture.Running.Gateway, "", "", "", ""));
        while ((await api.SendAsync(
            HttpMethod.Options, "/medborgarbudget/v1/me", null, Cancel, ("Origin", RegisteredClient.Origin), ("Access-Control-Request-Method", "GET"))).Status != 204)
        {
            await Task.Delay(100, Cancel);
        }
    }

    /// <summary>A rehearsal in which three residents may vote between two items.</summary>
    private static async Task<SubBudgetYear> VotingAsync(PublicApi api)
    {
        var rule = new VotingRule { VoteType = VoteType.ChooseOne, CountRule = CountRule.Greedy };
        var year = await ShortYear.OpenIntakeAsync(api, rule, Cancel);
        Idea[] ideas = [ShortYear.Idea(1), ShortYear.Idea(2)];
        var proposals = new List<string>();
        foreach (var idea in ideas)
        {
            proposals.Add(await year.ProposeAsync(idea, Cancel));
        }

        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, Cancel);
        foreach (var (proposal, idea) in proposals.Zip(ideas))
        {
            await year.ScreenAsync(proposal, idea, Cancel);
        }

        await ShortYear.OpenVotingAsync(api, year, residents: 3, Cancel);
        return year;
    }
}
