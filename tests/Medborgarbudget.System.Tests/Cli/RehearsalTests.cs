using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestElections;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>Rehearsals against the whole system: nothing is lost and the outcome is the file's.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class RehearsalTests(SystemOnEmbedded fixture) : IClassFixture<SystemOnEmbedded>
{
    [Theory]
    [InlineData("lindkullen_2025.pb", 240)]
    [InlineData("lindkullen_2025_unga.pb", 150)]
    public async Task A_small_election_gives_the_files_outcome(string file, int ballots) =>
        await RehearseAsync(Path.Combine(AppContext.BaseDirectory, "elections", file), ballots, cityAgrees: true);

    [Fact]
    public async Task Projects_that_cannot_stand_on_a_ballot_do_not_stop_a_rehearsal()
    {
        using var file = SampleElection.Of("approval", "100", ["999999999", "60", "50"], "p1,p2", "p2,p3", "p3", "p1", "p2");

        var result = await RehearseAsync(file.Path, 5, cityAgrees: null);

        result.GetProperty("selected").EnumerateArray().Select(id => id.GetString()).ShouldBe(["p2"]);
    }

    [Fact]
    public async Task A_real_election_loses_no_ballot_and_gives_the_greedy_outcome()
    {
        // Its city counted by Equal Shares, so its own outcome is another.
        await RehearseAsync(RealElection("Poland_Wieliczka_2023_Green_Budget.pb"), 6586, cityAgrees: false);
    }

    [Fact]
    public async Task A_real_election_by_equal_shares_gives_the_outcome_of_its_city() =>
        await RehearseAsync(RealElection("Poland_Swiecie_2023.pb"), 2553, cityAgrees: true, "--declared-rule");

    [Theory]
    [InlineData("flat", 300)]
    [InlineData("estonia", 300)]
    [InlineData("tv-minute", 900)] // a thousand and more a second: the waiting room opens, and each keeps his place in it
    public async Task A_made_up_day_is_voted_through_by_its_shape_and_leaves_a_page_with_its_curves(string shape, int voters)
    {
        await RegisterOrganisationAsync(TestContext.Current.CancellationToken);
        var page = Path.Combine(Path.GetTempPath(), $"mb-day-{Guid.NewGuid():N}.html");
        try
        {
            var run = await CommandRun.OfAsync(
                "rehearse", "--shape", shape, "--voters", $"{voters}", "--duration", "6s", "--gateway", fixture.Running.Gateway.ToString(), "--page", page, "--json");

            run.ExitCode.ShouldBe(0, run.Error + run.Output);
            var result = JsonDocument.Parse(run.Output).RootElement;
            result.GetProperty("shape").GetString().ShouldBe(shape);
            (result.GetProperty("acknowledged").GetInt32(), result.GetProperty("counted").GetInt32()).ShouldBe((voters, voters));

            // Nobody came before the shape let him: the day lasted nearly as long as it was to.
            result.GetProperty("castSeconds").GetDouble().ShouldBeGreaterThan(5);
            var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
            html.ShouldContain("In order");
            ShouldHaveCome(html, voters);
        }
        finally
        {
            File.Delete(page);
        }
    }

    /// <summary>The rates that the page's table gives add up to all voters: its intervals are a second long.</summary>
    private static void ShouldHaveCome(string html, int voters)
    {
        var document = XDocument.Parse(html);
        var rows = document.Descendants("div").Single().Descendants("tr").Skip(1).ToList();
        rows.Sum(row => double.Parse(row.Elements("td").First().Value, CultureInfo.InvariantCulture)).ShouldBe(voters, 0.01);
        document.Descendants("figure").Count().ShouldBe(2);
        document.Descendants("path").Count(path => path.Attribute("d")!.Value.Contains('L', StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(4);
    }

    private static string RealElection(string file)
    {
        var path = Path.Combine(RealElectionsFolder.Find() ?? "", "elections", file);
        if (!File.Exists(path))
        {
            var missing = $"The real elections are not here: set {RealElectionsFolder.Variable} to the folder with 'elections'.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Fail(missing);
        }

        return path;
    }

    private async Task<JsonElement> RehearseAsync(string election, int ballots, bool? cityAgrees, params string[] options)
    {
        await RegisterOrganisationAsync(TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync(["rehearse", "--election", election, "--gateway", fixture.Running.Gateway.ToString(), "--json", .. options]);

        run.ExitCode.ShouldBe(0, run.Error + run.Output);
        var result = JsonDocument.Parse(run.Output).RootElement;
        result.GetProperty("acknowledged").GetInt32().ShouldBe(ballots);
        result.GetProperty("counted").GetInt32().ShouldBe(ballots);
        (result.GetProperty("lost").GetInt32(), result.GetProperty("doubled").GetInt32(), result.GetProperty("unknown").GetInt32()).ShouldBe((0, 0, 0));
        result.GetProperty("outcomeAgrees").GetBoolean().ShouldBeTrue();
        result.GetProperty("cityAgrees").ToString().ShouldBe(cityAgrees?.ToString() ?? "");
        return result;
    }

    /// <summary>One organisation for rehearsals serves all tests: each makes a sub-budget of its own.</summary>
    private async Task RegisterOrganisationAsync(CancellationToken cancellationToken)
    {
        using var api = new PublicApi(fixture.Running);
        var network = new NetworkService.NetworkServiceClient(api.Visitor);
        var known = await network.ListOrganisationsAsync(new ListOrganisationsRequest(), cancellationToken: cancellationToken);
        if (known.Organisations.Count == 0)
        {
            await new Organisations(api).RegisterAsync("Övningskommunen", "ovningskommunen", rehearsal: true, cancellationToken);
        }
    }
}
