namespace Medborgarbudget.Tally;

/// <summary>Who can pay for what and how much it is worth to them: the same for every endowment, so it is worked out once.</summary>
internal sealed class EqualSharesElection
{
    private readonly int[][] payers;
    private readonly long[][] utilities;

    public EqualSharesElection(Election election, EqualSharesRule rule, Support support)
    {
        Election = election;
        Support = support;
        Ties = new TieOrder(election, support);
        var supporters = new Supporters(election);
        payers = new int[election.Projects.Length][];
        utilities = new long[election.Projects.Length][];
        for (var project = 0; project < payers.Length; project++)
        {
            var worth = new List<long>();
            var paying = new List<int>();
            foreach (var ballotClass in supporters.Of(project))
            {
                if (Worth(rule, ballotClass, project) is > 0 and var utility)
                {
                    paying.Add(ballotClass);
                    worth.Add(utility);
                }
            }

            (payers[project], utilities[project]) = ([.. paying], [.. worth]);
        }
    }

    public Election Election { get; }

    public Support Support { get; }

    public TieOrder Ties { get; }

    public ReadOnlySpan<int> Payers(int project) => payers[project];

    public ReadOnlySpan<long> Utilities(int project) => utilities[project];

    /// <summary>Voters who get nothing from a project, or less, pay nothing for it. A free project is worth one unit.</summary>
    private long Worth(EqualSharesRule rule, int ballotClass, int project)
    {
        if (rule.Utility != EqualSharesUtility.Points)
        {
            return rule.Utility == EqualSharesUtility.Cost ? Math.Max(1, Election.Projects[project].Cost) : 1;
        }

        var place = Election.Ballots.Projects(ballotClass).IndexOf(project);
        return Support.PointsOf(Election, rule.OrdinalScoring, ballotClass, place);
    }
}
