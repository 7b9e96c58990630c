using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Hosting;
using Calendar = Medborgarbudget.Contracts.Budget.V1.Calendar;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>
/// Björkvik's participatory budgets: one in follow-up, one in voting, one in idea intake; and an organisation for rehearsals. The clock is
/// set back and moved on, so that every step happens at its time.
/// </summary>
internal sealed class DemoStory(PublicApi api, InstallationClock clock)
{
    private static readonly string[] Residents = ["marta", "karin", "hugo", "ines", "jonas"];

    private static readonly VotingRule ThreeChoices = new() { VoteType = VoteType.Approval, CountRule = CountRule.Greedy, MaxChoices = 3 };
    private static readonly VotingRule FairShares = new() { VoteType = VoteType.Approval, CountRule = CountRule.EqualShares, MaxChoices = 3 };
    private static readonly VotingRule FillThePot = new() { VoteType = VoteType.Knapsack, CountRule = CountRule.Greedy };

    private readonly DateTimeOffset _today = TimeProvider.System.GetUtcNow();

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        At(-260);
        var organisations = new Organisations(api);
        var bjorkvik = await organisations.RegisterAsync("Björkvik", "bjorkvik", rehearsal: false, cancellationToken);
        await organisations.RegisterAsync("Övningskommunen", "ovningskommunen", rehearsal: true, cancellationToken);
        await organisations.JoinAsync(bjorkvik, Day(-275), cancellationToken);
        var (edition, criteria) = await Editions.OpenAsync(api, bjorkvik, $"Björkvik {_today.Year}", _today.Year, cancellationToken);
        await TellYouthBudget(new SubBudgetYear(api, edition, criteria), cancellationToken);
        await TellCentre(new SubBudgetYear(api, edition, criteria), organisations, bjorkvik, cancellationToken);
        await TellNorth(new SubBudgetYear(api, edition, criteria), cancellationToken);
    }

    /// <summary>The budget for the young: through the whole model, now in follow-up.</summary>
    private async Task TellYouthBudget(SubBudgetYear year, CancellationToken cancellationToken)
    {
        At(-239);
        await year.PlanAsync("Ungas budget", "Alla mellan 12 och 20 år", ScopeKind.ActorGroup, 300_000, FairShares, Calendar(-240, -210, -180, -170, -156, -149), cancellationToken);
        var election = await ProposeAndFreeze(year, Ideas.OfTheYoung, -209, -179, cancellationToken);
        At(-171);
        await election.ImportRollAsync(60, Day(-175), cancellationToken);
        At(-169);
        await year.AdvanceAsync(Phase.Voting, DemoPersons.ProcessLeader, cancellationToken, DemoPersons.SecondProcessLeader);
        await election.VoteAsync(32, OutdoorsOrIndoors, cancellationToken);
        At(-155);
        await election.CountAsync(cancellationToken);
        At(-148);
        await election.CertifyAsync(cancellationToken);
        await new Aftermath(api, year).DecideAsync(Day(-130), Day(-120), Day(-118), At, cancellationToken);
    }

    /// <summary>Eighteen want to be outdoors and fourteen indoors: most votes first would give the fourteen nothing.</summary>
    private static IEnumerable<BallotItem> OutdoorsOrIndoors(int voter, IReadOnlyList<BallotItem> items) => voter switch
    {
        < 18 => [items[0], items[3]],
        < 24 => [items[1], items[2]],
        _ => [items[1]],
    };

    /// <summary>The centre votes now, on the web and at two places.</summary>
    private async Task TellCentre(SubBudgetYear year, Organisations organisations, string organisation, CancellationToken cancellationToken)
    {
        At(-89);
        await year.PlanAsync("Centrum", "Stadskärnan och hamnen", ScopeKind.Area, 1_000_000, FillThePot, Calendar(-90, -60, -30, -3, 11, 18), cancellationToken);
        var election = await ProposeAndFreeze(year, Ideas.OfTheCentre, -59, -29, cancellationToken);
        At(-5);
        await election.ImportRollAsync(120, Day(-8), cancellationToken);
        At(-2.9);
        await year.AdvanceAsync(Phase.Voting, DemoPersons.ProcessLeader, cancellationToken, DemoPersons.SecondProcessLeader);
        await election.VoteAsync(24, (voter, items) => [items[voter % items.Count]], cancellationToken);
        await new AtPlaces(api, year).OpenAsync(organisations, organisation, clock.GetUtcNow(), _today, cancellationToken);
    }

    /// <summary>The north collects ideas.</summary>
    private async Task TellNorth(SubBudgetYear year, CancellationToken cancellationToken)
    {
        At(-9);
        await year.PlanAsync("Norra delen", "Norr om ån", ScopeKind.Area, 500_000, ThreeChoices, Calendar(-10, 20, 50, 60, 74, 81), cancellationToken);
        await Propose(year, Ideas.OfTheNorth, cancellationToken);
    }

    private async Task<Election> ProposeAndFreeze(
        SubBudgetYear year, IReadOnlyList<Idea> ideas, double intakeOver, double reviewOver, CancellationToken cancellationToken)
    {
        var proposals = await Propose(year, ideas, cancellationToken);
        At(intakeOver);
        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, cancellationToken);
        await api.SignInAsync([DemoPersons.LeadScreener, DemoPersons.SecondLeadScreener], cancellationToken);
        await Task.WhenAll(proposals.Zip(ideas, (proposal, idea) => year.ScreenAsync(proposal, idea, cancellationToken)));
        await year.AdvanceAsync(Phase.ReviewWindow, DemoPersons.LeadScreener, cancellationToken);
        At(reviewOver);
        var election = new Election(api, year);
        await election.FreezeAsync(cancellationToken);
        await year.AdvanceAsync(Phase.BallotFrozen, DemoPersons.LeadScreener, cancellationToken);
        return election;
    }

    private async Task<IReadOnlyList<string>> Propose(SubBudgetYear year, IReadOnlyList<Idea> ideas, CancellationToken cancellationToken)
    {
        await api.SignInAsync(Residents.Concat(ideas.Select(idea => idea.Person)), cancellationToken);
        var proposals = new List<string>();
        foreach (var (idea, place) in ideas.Select((idea, place) => (idea, place)))
        {
            var proposal = await year.ProposeAsync(idea, cancellationToken);
            await year.SupportAsync(proposal, Residents.Where(person => person != idea.Person).Take(place % Residents.Length), cancellationToken);
            proposals.Add(proposal);
        }

        await year.CommentAsync(proposals[0], "marta", "Det här har vi väntat på.", cancellationToken);
        await year.CommentAsync(proposals[0], "hugo", "Tänk på belysningen på vintern.", cancellationToken);
        return proposals;
    }

    private void At(double days) => clock.Set(_today.AddDays(days));

    private string Day(double days) => _today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Calendar Calendar(params double[] days)
    {
        var times = days.Select(day => _today.AddDays(day).ToTimestamp()).ToList();
        return new Calendar
        {
            IntakeOpens = times[0],
            IntakeCloses = times[1],
            ReviewCloses = times[2],
            VotingOpens = times[3],
            VotingCloses = times[4],
            ObjectionsClose = times[5],
        };
    }
}
