using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Proposal.V1;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Reads the text of a proposal from a request.</summary>
internal static class ProposalTextReader
{
    public static ProposalText ReadText(this Fields fields, Wire.ProposalText? text) =>
        ProposalText.Read(fields, text?.Title, text?.Text, text?.Place, text?.CostGuessOre ?? 0);
}
