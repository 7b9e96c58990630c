using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Makes the projects of an election into the items of a frozen ballot.</summary>
internal sealed class Proposals(GatewayConnection gateway, Calls calls, Staff staff)
{
    public const string CriterionKey = "k1";

    private const int Together = 8;

    /// <summary>Enters every project; one after another, since the numbers they get are the order of the ballot.</summary>
    public async Task<IReadOnlyList<string>> EnterAsync(string subBudget, RehearsedElection election, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        foreach (var project in election.Counted.Projects)
        {
            var request = new EnterProposalRequest { SubBudgetId = subBudget, Text = TextOf(project), Channel = Channel.Meeting };
            var proposal = await calls.AskAsync(
                $"Entering project {project.Id}", staff.ProcessLeader, options => gateway.Proposal.EnterProposalAsync(request, options), cancellationToken);
            ids.Add(proposal.ProposalId);
        }

        return ids;
    }

    /// <summary>Finds every proposal feasible at the project's cost, by two lead screeners.</summary>
    public Task ScreenAsync(IReadOnlyList<string> ids, RehearsedElection election, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, ids.Count, Limits(cancellationToken), async (place, token) =>
        {
            var project = election.Counted.Projects[place];
            var assess = new AssessProposalRequest
            {
                ProposalId = ids[place],
                Assessment = new Assessment
                {
                    Verdicts = { new CriterionVerdict { CriterionKey = CriterionKey, Met = true } },
                    Feasibility = Feasibility.Feasible,
                    CostOre = project.Cost,
                },
            };
            await calls.AskAsync(
                $"Screening project {project.Id}",
                staff.LeadScreener,
                options => gateway.Screening.AssessProposalAsync(assess, options),
                ["screening.accepted"],
                token);
            await calls.AskAsync(
                $"Accepting the screening of project {project.Id}",
                staff.SecondLeadScreener,
                options => gateway.Screening.AcceptScreeningAsync(new AcceptScreeningRequest { ProposalId = ids[place] }, options),
                token);
        });

    /// <summary>Freezes the ballot by two persons and checks that it is the election's.</summary>
    public async Task FreezeAsync(string subBudget, IReadOnlyList<string> ids, RehearsedElection election, CancellationToken cancellationToken)
    {
        const string Step = "Freezing the ballot";
        var requested = await calls.AskAsync(
            Step,
            staff.LeadScreener,
            options => gateway.Voting.RequestFreezeAsync(new RequestFreezeRequest { SubBudgetId = subBudget }, options),
            cancellationToken);
        var approve = new ApproveFreezeRequest { SubBudgetId = subBudget, Hash = requested.Manifest.Hash };
        await calls.AskAsync(
            Step, staff.SecondLeadScreener, options => gateway.Voting.ApproveFreezeAsync(approve, options), ["voting.already_frozen"], cancellationToken);
        var manifest = await calls.AskAsync(
            Step, null, options => gateway.Voting.GetManifestAsync(new GetManifestRequest { SubBudgetId = subBudget }, options), cancellationToken);
        var isTheElections = manifest.Rehearsal
            && manifest.AmountOre == election.Counted.Budget
            && manifest.Items.Select(item => (item.ProposalId, item.CostOre))
                .SequenceEqual(ids.Zip(election.Counted.Projects, (id, project) => (id, project.Cost)));
        if (!isTheElections)
        {
            throw CommandException.Failed($"{Step}: the frozen ballot has other items, costs or order than the election.");
        }
    }

    private static ParallelOptions Limits(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken };

    private static ProposalText TextOf(Tally.Project project)
    {
        var title = PlainText.Line(project.Name, 200);
        return new ProposalText
        {
            Title = title.Length > 0 ? title : PlainText.Line($"Projekt {project.Id}", 200),
            Text = PlainText.Line($"Genrep av projekt {project.Id}. {project.Name}", 5000),
            Place = PlainText.Line(project.Id, 200),
        };
    }
}
