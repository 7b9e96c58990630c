using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals.Tests.Hosts;

/// <summary>Requests with everything in order, for tests to spoil.</summary>
internal static class Requests
{
    public static Contracts.Proposal.V1.ProposalText Text(string title = "Utegym") =>
        new() { Title = title, Text = "Sex redskap för alla åldrar.", Place = "Åparken", CostGuessOre = 300_000_00 };

    public static CreateDraftRequest Draft(SubBudgetChanged subBudget, string title = "Utegym") =>
        new() { SubBudgetId = subBudget.SubBudgetId.ToString(), Text = Text(title) };

    public static EnterProposalRequest Entry(SubBudgetChanged subBudget, string title = "Utegym") =>
        new() { SubBudgetId = subBudget.SubBudgetId.ToString(), Text = Text(title), Channel = Contracts.Proposal.V1.Channel.Paper };

    public static EditProposalRequest Edit(Contracts.Proposal.V1.Proposal read, string title) =>
        new() { ProposalId = read.ProposalId, Version = read.Version, Text = Text(title) };

    public static PersonId NewPerson() => new(Guid.NewGuid());

    public static OrganisationId OrganisationOf(SubBudgetChanged subBudget) => new(subBudget.OrganisationId);
}
