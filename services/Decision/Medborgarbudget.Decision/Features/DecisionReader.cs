using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Decision.V1;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Reads a body's decision from a request; a missing one is faulty in every field.</summary>
internal static class DecisionReader
{
    public static BodyDecision Read(Fields fields, Wire.BodyDecision? decision, DateOnly today) =>
        BodyDecision.Read(fields, decision?.Body, decision?.Date, decision?.Paragraph, decision?.CaseNumber, today);
}
