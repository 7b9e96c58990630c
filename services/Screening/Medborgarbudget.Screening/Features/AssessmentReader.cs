using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Screening.V1;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Reads an assessment from a request; the rules are checked by the domain.</summary>
internal static class AssessmentReader
{
    private const int MaxReason = 2_000;

    public static AssessmentDraft ReadAssessment(this Fields fields, Wire.Assessment? assessment)
    {
        var written = assessment ?? new Wire.Assessment();
        return new AssessmentDraft(
            [.. written.Verdicts.Select(verdict => ReadVerdict(fields, verdict))],
            (Feasibility)fields.Known(written.Feasibility, "assessment.feasibility"),
            fields.Money(written.CostOre, "assessment.costOre", 0, Money.Max.Ore),
            fields.Money(written.RunningCostOre, "assessment.runningCostOre", 0, Money.Max.Ore),
            fields.Text(written.Reason, "assessment.reason", 0, MaxReason));
    }

    private static CriterionVerdict ReadVerdict(Fields fields, Wire.CriterionVerdict verdict) =>
        new(verdict.CriterionKey, verdict.Met, fields.Text(verdict.Reason, "assessment.verdicts.reason", 0, MaxReason));
}
