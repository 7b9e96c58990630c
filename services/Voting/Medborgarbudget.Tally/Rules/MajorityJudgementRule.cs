using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// Majority judgement with four grades: each ballot grades every project, projects are ordered by their majority gauge (Balinski,
/// Laraki, <i>A theory of measuring, electing, and ranking</i>, PNAS 2007), and the order is walked with the budget in hand as by
/// <see cref="GreedyRule"/>. A project that a ballot leaves out gets the grade of the default score. One that no ballot grades
/// above the lowest is left out. Projects with the same gauge go by <see cref="TieOrder"/>.
/// </summary>
/// <remarks>
/// The majority grade is the middle one of all ballots, the lower of the two in the middle when their number is even. The gauge
/// adds how many ballots grade better and how many worse: when more grade better, the project stands above others of its grade, the
/// higher the more they are; otherwise below, the lower the more grade worse.
/// </remarks>
public sealed record MajorityJudgementRule : VotingRule
{
    /// <summary>How many grades there are, the lowest numbered 0.</summary>
    public const int GradeCount = 4;

    /// <summary>The least points for grades 1, 2 and 3, ascending; fewer points are grade 0.</summary>
    public ImmutableArray<ExactDecimal> GradeFrom { get; init; } = [ExactDecimal.Whole(1), ExactDecimal.Whole(2), ExactDecimal.Whole(3)];

    /// <summary>Projects whose majority grade is lower are left out before the walk; 0 to 3.</summary>
    public int LeastGrade { get; init; }

    /// <summary>True: the first project that does not fit ends the walk. False: it is passed over.</summary>
    public bool StopsAtFirstMisfit { get; init; }

    /// <summary>What a place is worth when ordinal ballots are read as grades.</summary>
    public OrdinalScoring OrdinalScoring { get; init; } = OrdinalScoring.MaxLength;

    /// <summary>Groups of project ids of which at most one may win; the first in the walk locks out the others.</summary>
    public ImmutableArray<ImmutableArray<string>> ExclusiveGroups { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "majority-judgement";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The grades are not three ascending numbers, the least grade is none, or an exclusive group names an unknown project.
    /// </exception>
    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        AreGrades(GradeFrom) && LeastGrade is >= 0 and < GradeCount
            ? new MajorityJudgementCount(election, this).Run()
            : throw new ArgumentException("The grades are three ascending numbers, the least of them 0 to 3.", nameof(election));

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(MajorityJudgementRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    internal static MajorityJudgementRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 6
        && Numbers(json, "gradeFrom") is { } grades && AreGrades(grades)
        && RuleFields.Count(json, "leastGrade") is { } least and < GradeCount
        && Flag(json, "stopsAtFirstMisfit") is { } stops
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
        && Groups(json, "exclusiveGroups") is { } groups
            ? new MajorityJudgementRule
            {
                GradeFrom = grades,
                LeastGrade = least,
                StopsAtFirstMisfit = stops,
                OrdinalScoring = scoring,
                ExclusiveGroups = groups,
            }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray("gradeFrom");
        foreach (var points in GradeFrom)
        {
            json.WriteRawValue(points.ToString(), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteNumber("leastGrade", LeastGrade);
        json.WriteBoolean("stopsAtFirstMisfit", StopsAtFirstMisfit);
        json.WriteString("ordinalScoring", OrdinalScoring.WireName());
        json.WriteGroups("exclusiveGroups", ExclusiveGroups);
    }

    private static bool AreGrades(ImmutableArray<ExactDecimal> from) =>
        from.Length == GradeCount - 1 && from.Zip(from.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0);
}
