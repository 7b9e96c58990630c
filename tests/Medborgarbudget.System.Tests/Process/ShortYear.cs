using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>The way of a sub-budget for rehearsals to its open vote, through the API.</summary>
internal static class ShortYear
{
    public static async Task<SubBudgetYear> OpenIntakeAsync(PublicApi api, VotingRule rule, CancellationToken cancellationToken) =>
        await OpenIntakeAsync(api, await OpenEditionAsync(api, cancellationToken), "Övning", rule, cancellationToken);

    public static async Task<(string Edition, string Criteria)> OpenEditionAsync(PublicApi api, CancellationToken cancellationToken)
    {
        var organisation = await new Organisations(api).RegisterAsync("Övningen", "ovningen", rehearsal: true, cancellationToken);
        return await Editions.OpenAsync(api, organisation, "Övning", TimeProvider.System.GetUtcNow().Year, cancellationToken);
    }

    public static async Task<SubBudgetYear> OpenIntakeAsync(
        PublicApi api, (string Id, string Criteria) edition, string name, VotingRule rule, CancellationToken cancellationToken)
    {
        var year = new SubBudgetYear(api, edition.Id, edition.Criteria) { IsRehearsal = true };
        await year.PlanAsync(name, "Hela kommunen", ScopeKind.Area, 100_000, rule, Hostile.Ground.Windows(TimeProvider.System.GetUtcNow()), cancellationToken);
        return year;
    }

    /// <summary>What a resident proposes.</summary>
    public static Idea Idea(int number) => new(Election.Resident(number), $"Förslag {number}", "En tanke.", "Här", 10_000);

    /// <summary>From screened proposals to the open vote, with a roll of so many residents who hold codes.</summary>
    public static async Task<Election> OpenVotingAsync(PublicApi api, SubBudgetYear year, int residents, CancellationToken cancellationToken)
    {
        await year.AdvanceAsync(Phase.ReviewWindow, DemoPersons.LeadScreener, cancellationToken);
        var election = new Election(api, year);
        await election.FreezeAsync(cancellationToken);
        await year.AdvanceAsync(Phase.BallotFrozen, DemoPersons.LeadScreener, cancellationToken);
        var extracted = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", global::System.Globalization.CultureInfo.InvariantCulture);
        await election.ImportRollAsync(residents, extracted, cancellationToken);
        await year.AdvanceAsync(Phase.Voting, DemoPersons.ProcessLeader, cancellationToken, DemoPersons.SecondProcessLeader);
        return election;
    }
}
