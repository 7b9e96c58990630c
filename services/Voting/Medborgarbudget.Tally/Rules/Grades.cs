using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>How many ballots gave a project each grade, and what majority judgement makes of that.</summary>
/// <param name="Counts">By grade, the lowest first; together the number of ballots.</param>
public sealed record Grades(ImmutableArray<long> Counts)
{
    /// <summary>The middle grade, the lower of the two in the middle when the number of ballots is even; 0 without ballots.</summary>
    public int MajorityGrade
    {
        get
        {
            var majority = (Counts.Sum() / 2) + 1;
            var grade = Counts.Length - 1;
            for (var reached = Counts[grade]; reached < majority && grade > 0; reached += Counts[grade])
            {
                grade--;
            }

            return grade;
        }
    }

    /// <summary>How many ballots grade better than <see cref="MajorityGrade"/>.</summary>
    public long Better => Counts[(MajorityGrade + 1)..].Sum();

    /// <summary>How many ballots grade worse than <see cref="MajorityGrade"/>.</summary>
    public long Worse => Counts[..MajorityGrade].Sum();

    /// <summary>Whether no ballot grades above the lowest.</summary>
    public bool AreAllLowest => Counts[1..].Sum() == 0;

    /// <summary>Above zero when this gauge is the better, zero when the gauges are the same.</summary>
    public int CompareGauge(Grades other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var byGrade = MajorityGrade.CompareTo(other.MajorityGrade);
        if (byGrade != 0)
        {
            return byGrade;
        }

        return (Better > Worse, other.Better > other.Worse) switch
        {
            (true, true) => Better.CompareTo(other.Better),
            (false, false) => other.Worse.CompareTo(Worse),
            var (isAbove, isOtherAbove) => isAbove.CompareTo(isOtherAbove),
        };
    }
}
