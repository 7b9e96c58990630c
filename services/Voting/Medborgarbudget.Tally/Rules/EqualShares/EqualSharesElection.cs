namespace Medborgarbudget.Tally;

/// <summary>
/// Who can pay for what, and in which proportions: the same for every endowment, so it is worked out once. A project's payers
/// stand in tiers of equal shares. When a project is worth the same to all who support it there is one tier with share 1, so that
/// the price of a share is simply what the richer supporters pay each.
/// </summary>
internal sealed class EqualSharesElection
{
    private readonly EqualSharesRule rule;
    private readonly bool[] isUnderFloor;
    private readonly int[] payers;
    private readonly int[] tierOffsets;
    private readonly Tier[] tiers;
    private readonly long[] voters;
    private readonly long[] allShares;
    private readonly ExclusiveGroups groups;
    private readonly int[][] rivals;

    public EqualSharesElection(Election election, EqualSharesRule rule)
    {
        this.rule = rule;
        Election = election;
        Support = Support.Of(election, rule.OrdinalScoring);
        Ties = new TieOrder(election, Support);
        groups = new ExclusiveGroups(election, rule.ExclusiveGroups);
        rivals = [.. Enumerable.Range(0, election.Projects.Length).Select(project => groups.RivalsOf(project).ToArray())];
        isUnderFloor = [.. Enumerable.Range(0, election.Projects.Length).Select(IsBelow)];
        var supporters = new Supporters(election);
        tierOffsets = new int[election.Projects.Length + 1];
        voters = new long[election.Projects.Length];
        allShares = new long[election.Projects.Length];
        (payers, tiers) = IsByPoints ? TiersByPoints(supporters) : OneTierEach(supporters);
        for (var project = 0; project < voters.Length; project++)
        {
            MostTiers = Math.Max(MostTiers, Tiers(project).Length);
            foreach (var tier in Tiers(project))
            {
                var paying = VotersOf(tier);
                voters[project] += paying;
                allShares[project] += paying * tier.Share;
            }
        }
    }

    private EqualSharesElection(EqualSharesElection other, Election election)
    {
        Election = election;
        Support = other.Support;
        Ties = new TieOrder(election, Support);
        MostTiers = other.MostTiers;
        (rule, isUnderFloor, payers, tierOffsets, tiers) = (other.rule, other.isUnderFloor, other.payers, other.tierOffsets, other.tiers);
        (voters, allShares, groups, rivals) = (other.voters, other.allShares, other.groups, other.rivals);
    }

    /// <summary>Payers with the same share: <paramref name="Start"/> to <paramref name="End"/> in the list of all payers.</summary>
    public readonly record struct Tier(long Share, int Start, int End);

    public Election Election { get; }

    public Support Support { get; }

    public TieOrder Ties { get; }

    /// <summary>The most tiers that a project has.</summary>
    public int MostTiers { get; }

    private bool IsByPoints => rule.Utility == EqualSharesUtility.Points;

    public ReadOnlySpan<Tier> Tiers(int project) => tiers.AsSpan(tierOffsets[project]..tierOffsets[project + 1]);

    public ReadOnlySpan<int> Payers(Tier tier) => payers.AsSpan(tier.Start..tier.End);

    /// <summary>Whether a project has less support than the rule asks for. It has no payers and is not open at all.</summary>
    public bool IsUnderFloor(int project) => isUnderFloor[project];

    /// <summary>The projects that a winner locks out.</summary>
    public ReadOnlySpan<int> Rivals(int winner) => rivals[winner];

    /// <summary>Whether the projects that are up fit the budget all together, of rivals the dearest.</summary>
    public bool AllFit =>
        groups.MostTogether([.. Enumerable.Range(0, voters.Length).Select(project => IsUnderFloor(project) ? 0 : Cost(project))])
        <= Election.Budget;

    /// <summary>How many voters the payers are.</summary>
    public long Voters(int project) => voters[project];

    /// <summary>How many shares the payers have together.</summary>
    public long Shares(int project) => allShares[project];

    public long Cost(int project) => Election.Projects[project].Cost;

    /// <summary>
    /// What one share of a project is worth; the price of a share over this is the price of the project, lowest first. A free
    /// project is worth one unit.
    /// </summary>
    public long Worth(int project) => rule.Utility == EqualSharesUtility.Cost ? Math.Max(1, Cost(project)) : 1;

    /// <summary>The share of the class in the project at this place of its ballot; not above zero when it does not pay.</summary>
    public long Share(int ballotClass, int place) =>
        IsByPoints ? Support.PointsOf(Election, rule.OrdinalScoring, ballotClass, place) : 1;

    /// <summary>The largest share in a project; zero without payers.</summary>
    public long LargestShare(int project) => Tiers(project) is [.., var last] ? last.Share : 0;

    /// <summary>The same, had a project cost something else. Who pays for what only changes with the support floor.</summary>
    public EqualSharesElection WithCost(int project, long cost)
    {
        var changed = Election.WithCost(project, cost);
        return rule.SupportFloor is null ? new(this, changed) : new(changed, rule);
    }

    private bool IsBelow(int project) =>
        rule.SupportFloor is { } floor
        && (Int128)floor * Election.Budget * Support.Votes[project] < (Int128)Cost(project) * Election.Ballots.BallotCount;

    private long VotersOf(Tier tier)
    {
        long sum = 0;
        foreach (var ballotClass in Payers(tier))
        {
            sum += Election.Ballots.Weight(ballotClass);
        }

        return sum;
    }

    private (int[] Payers, Tier[] Tiers) OneTierEach(Supporters supporters)
    {
        var found = new List<Tier>();
        var start = 0;
        for (var project = 0; project < voters.Length; project++)
        {
            var end = start + supporters.Of(project).Length;
            if (end > start && !isUnderFloor[project])
            {
                found.Add(new Tier(1, start, end));
            }

            tierOffsets[project + 1] = found.Count;
            start = end;
        }

        return (supporters.All, [.. found]);
    }

    private (int[] Payers, Tier[] Tiers) TiersByPoints(Supporters supporters)
    {
        var paying = new List<int>();
        var found = new List<Tier>();
        for (var project = 0; project < voters.Length; project++)
        {
            foreach (var tier in ByShare(supporters.Of(project), project))
            {
                var start = paying.Count;
                paying.AddRange(tier);
                found.Add(new Tier(tier.Key, start, paying.Count));
            }

            tierOffsets[project + 1] = found.Count;
        }

        return ([.. paying], [.. found]);
    }

    /// <summary>Voters who get nothing from a project, or less, pay nothing for it.</summary>
    private IEnumerable<IGrouping<long, int>> ByShare(ReadOnlySpan<int> supporters, int project) =>
        supporters.ToArray().GroupBy(ballotClass => Share(ballotClass, Election.Ballots.Projects(ballotClass).IndexOf(project)))
            .Where(tier => tier.Key > 0 && !isUnderFloor[project])
            .OrderBy(tier => tier.Key);
}
