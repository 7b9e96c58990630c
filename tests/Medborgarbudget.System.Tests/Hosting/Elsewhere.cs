using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Identity;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Calendar = Medborgarbudget.Contracts.Budget.V1.Calendar;
using Role = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>A sub-budget of the organisation where nothing happens, and people who hold roles in it alone.</summary>
internal sealed class Elsewhere(PublicApi api, string organisation, string subBudget)
{
    /// <summary>Of the keys of those who hold in it what others hold in the whole organisation.</summary>
    public const string Prefix = "annan-";

    private readonly Organisations _organisations = new(api);

    public static async Task<Elsewhere> AddAsync(PublicApi api, string organisation, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (edition, criteria) = await Editions.OpenAsync(api, organisation, "Ett annat år", now.Year + 1, cancellationToken);
        var year = new SubBudgetYear(api, edition, criteria);
        var rule = new VotingRule { VoteType = VoteType.Approval, CountRule = CountRule.Greedy, MaxChoices = 1 };
        var calendar = new Calendar
        {
            IntakeOpens = In(10),
            IntakeCloses = In(20),
            ReviewCloses = In(30),
            VotingOpens = In(40),
            VotingCloses = In(50),
            ObjectionsClose = In(60),
        };
        await year.CreateAsync("En annan budget", "Hela kommunen", ScopeKind.ActorGroup, 1_000, rule, calendar, cancellationToken);
        return new Elsewhere(api, organisation, year.Id);

        Timestamp In(int days) => now.AddDays(days).ToTimestamp();
    }

    /// <summary>Roles that are held in whole organisations alone are given to nobody here.</summary>
    public static bool IsPossible(Role role) => Duties.MayBeLimited((Identity.Role)role);

    public async Task GrantAsync(string person, Role role, CancellationToken cancellationToken)
    {
        if (IsPossible(role))
        {
            await _organisations.GrantAsync(organisation, subBudget, Prefix + person, role, cancellationToken);
        }
    }
}
