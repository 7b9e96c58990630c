using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// Everything a count is made from: projects with costs, the budget and the ballots. It never changes, holds nothing about who
/// voted, and gives the same result under the same rule on any machine. Built by <see cref="ElectionBuilder"/> or read from a
/// .pb file by <see cref="Pb.PbReader"/>.
/// </summary>
public sealed class Election
{
    internal Election(ElectionBuilder.Parts parts)
    {
        VoteType = parts.VoteType;
        Budget = parts.Budget;
        MoneyDecimals = parts.MoneyDecimals;
        Projects = parts.Projects;
        Meta = parts.Meta;
        LotOrder = parts.LotOrder;
        LotDraw = parts.LotDraw;
        Limits = parts.Limits;
        Ballots = parts.Ballots;
    }

    /// <summary>How the ballots were filled in.</summary>
    public VoteType VoteType { get; }

    /// <summary>What there is to hand out, in minor units.</summary>
    public long Budget { get; }

    /// <summary>The decimals of every amount of money: 2 when amounts are in öre.</summary>
    public int MoneyDecimals { get; }

    /// <summary>The projects in ballot order.</summary>
    public ImmutableArray<Project> Projects { get; }

    /// <summary>Published metadata that is not told by the other members, in its order; unknown keys are kept.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Meta { get; }

    /// <summary>Project indexes in the published order of lots, the last key of the tie order; the ballot order when none was drawn.</summary>
    public ImmutableArray<int> LotOrder { get; }

    /// <summary>How the lots were drawn from a public seed, or null when they are an order that was stated.</summary>
    public LotDraw? LotDraw { get; }

    /// <summary>What a ballot may hold.</summary>
    public BallotLimits Limits { get; }

    /// <summary>The ballots.</summary>
    public BallotClasses Ballots { get; }

    /// <summary>The same election with lots drawn from a public seed.</summary>
    public Election WithLots(string seed)
    {
        var draw = LotDraw.Of(seed, Projects.Select(project => project.Id));
        return new(Parts with
        {
            Meta = [.. Meta.Where(pair => pair.Key != ElectionBuilder.LotSeedKey), new(ElectionBuilder.LotSeedKey, draw.Seed)],
            LotOrder = draw.OrderOf([.. Projects.Select(project => project.Id)]),
            LotDraw = draw,
        });
    }

    /// <summary>The value of a metadata key, or null when it is not there.</summary>
    public string? MetaValue(string key)
    {
        foreach (var (name, value) in Meta)
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The same election, had a project cost something else.</summary>
    internal Election WithCost(int project, long cost) =>
        new(Parts with { Projects = Projects.SetItem(project, Projects[project] with { Cost = cost }) });

    /// <summary>The same election, had there been more ballots that name one project only.</summary>
    internal Election WithBallots(int project, int count, long points) =>
        new(Parts with { Ballots = Ballots.With(project, count, points) });

    private ElectionBuilder.Parts Parts => new(VoteType, Budget, MoneyDecimals, Projects, Meta, LotOrder, LotDraw, Limits, Ballots);
}
