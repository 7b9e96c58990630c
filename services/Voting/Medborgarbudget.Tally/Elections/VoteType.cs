namespace Medborgarbudget.Tally;

/// <summary>How residents fill in their ballots. The names are those of the .pb format (Pabulib).</summary>
public enum VoteType
{
    /// <summary>Any number of projects within the limits, all alike.</summary>
    Approval,

    /// <summary>Approval where the chosen projects together must fit the budget: <c>approval</c> with <c>max_sum_cost</c> = budget.</summary>
    Knapsack,

    /// <summary>One project.</summary>
    ChooseOne,

    /// <summary>A fixed sum of points spread over projects.</summary>
    Cumulative,

    /// <summary>Projects in order, the first the most wanted.</summary>
    Ordinal,

    /// <summary>Points for each project on its own; a project left out gets the default score.</summary>
    Scoring,
}

/// <summary>The points a place on an ordinal ballot is worth (Borda). Which one a count used stands in its result document.</summary>
public enum OrdinalScoring
{
    /// <summary>The first place gets <c>max_length</c> points, each following one less: the format's default, and what cities publish.</summary>
    MaxLength,

    /// <summary>The first place gets as many points as the ballot has places, the last gets 1.</summary>
    BallotLength,

    /// <summary>As <see cref="BallotLength"/> less one, so that the last place gets 0 (pabutools' Borda satisfaction).</summary>
    PlacesBelow,
}
