using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.TestKit.Hostile;
using Calendar = Medborgarbudget.Contracts.Budget.V1.Calendar;

namespace Medborgarbudget.System.Tests.Hostile;

/// <summary>An organisation with a sub-budget that collects ideas: what hostile requests name by its true ids.</summary>
internal sealed class Ground
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>Lays out the organisation in the system; the prefix keeps its persons apart from another's.</summary>
    public static async Task<Ground> LayAsync(PublicApi api, string name, string prefix, CancellationToken cancellationToken)
    {
        var ground = new Ground();
        var organisation = await new Organisations(api, prefix).RegisterAsync(name, name.ToLowerInvariant(), rehearsal: true, cancellationToken);
        ground._ids["organisationId"] = organisation;
        if (prefix.Length > 0)
        {
            return ground;
        }

        var now = TimeProvider.System.GetUtcNow();
        var (edition, criteria) = await Editions.OpenAsync(api, organisation, name, now.Year, cancellationToken);
        var year = new SubBudgetYear(api, edition, criteria) { IsRehearsal = true };
        var rule = new VotingRule { VoteType = VoteType.Knapsack, CountRule = CountRule.Greedy };
        await year.PlanAsync(name, "Hela kommunen", ScopeKind.Area, 100_000, rule, Windows(now), cancellationToken);
        var proposal = await year.ProposeAsync(new Idea("nina", "Bänkar", "Tre bänkar.", "Torget", 20_000), cancellationToken);
        (ground._ids["editionId"], ground._ids["subBudgetId"], ground._ids["proposalId"]) = (edition, year.Id, proposal);
        return ground;
    }

    /// <summary>The true id where there is one.</summary>
    public string Fill(ApiParameter parameter) => _ids.TryGetValue(parameter.Name, out var id) ? id : ApiOperation.Plausible(parameter);

    /// <summary>Windows around now, in order.</summary>
    public static Calendar Windows(DateTimeOffset now) => new()
    {
        IntakeOpens = now.AddHours(-1).ToTimestamp(),
        IntakeCloses = now.AddDays(1).ToTimestamp(),
        ReviewCloses = now.AddDays(2).ToTimestamp(),
        VotingOpens = now.AddDays(3).ToTimestamp(),
        VotingCloses = now.AddDays(9).ToTimestamp(),
        ObjectionsClose = now.AddDays(10).ToTimestamp(),
    };
}
