using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Tests.Hosts;

namespace Medborgarbudget.Proposals.Tests.Features;

/// <summary>Who may call what: strangers, persons without the role, and holders of the role somewhere else.</summary>
public abstract class AccessTests(ProposalFixture service)
{
    private delegate Task Call(ProposalService.ProposalServiceClient client, Contracts.Proposal.V1.Proposal proposal, string commentId);

    private static readonly Dictionary<string, Call> OfResidents = new()
    {
        ["create"] = async (client, proposal, _) => await client.CreateDraftAsync(new CreateDraftRequest { SubBudgetId = proposal.SubBudgetId, Text = Requests.Text() }),
        ["edit"] = async (client, proposal, _) => await client.EditProposalAsync(Requests.Edit(proposal, "Kapat")),
        ["submit"] = async (client, proposal, _) => await client.SubmitProposalAsync(new SubmitProposalRequest { ProposalId = proposal.ProposalId }),
        ["withdraw"] = async (client, proposal, _) => await client.WithdrawProposalAsync(new WithdrawProposalRequest { ProposalId = proposal.ProposalId }),
        ["list own"] = async (client, _, _) => await client.ListMyProposalsAsync(new ListMyProposalsRequest()),
        ["support"] = async (client, proposal, _) => await client.SupportProposalAsync(new SupportProposalRequest { ProposalId = proposal.ProposalId }),
        ["take support back"] = async (client, proposal, _) => await client.WithdrawSupportAsync(new WithdrawSupportRequest { ProposalId = proposal.ProposalId }),
        ["comment"] = async (client, proposal, _) => await client.AddCommentAsync(new AddCommentRequest { ProposalId = proposal.ProposalId, Text = "Bra!" }),
    };

    private static readonly Dictionary<string, Call> OfOfficials = new()
    {
        ["enter"] = async (client, proposal, _) => await client.EnterProposalAsync(
            new EnterProposalRequest { SubBudgetId = proposal.SubBudgetId, Text = Requests.Text(), Channel = Contracts.Proposal.V1.Channel.Meeting }),
        ["hide"] = async (client, proposal, _) => await client.HideProposalAsync(new HideProposalRequest { ProposalId = proposal.ProposalId, Reason = "Nej." }),
        ["hide comment"] = async (client, _, comment) => await client.HideCommentAsync(new HideCommentRequest { CommentId = comment, Reason = "Nej." }),
    };

    [Fact]
    public async Task Visitor_only_reads()
    {
        var (proposal, comment) = await Contribution();

        foreach (var (name, call) in OfResidents.Concat(OfOfficials))
        {
            var refusal = await Should.ThrowAsync<RpcException>(() => call(service.Visitor, proposal, comment));
            refusal.StatusCode.ShouldBe(StatusCode.Unauthenticated, name);
        }
    }

    [Fact]
    public async Task Resident_does_nothing_that_officials_do()
    {
        var (proposal, comment) = await Contribution();

        foreach (var (name, call) in OfOfficials)
        {
            var refusal = await Should.ThrowAsync<RpcException>(() => call(service.Resident(Requests.NewPerson()), proposal, comment));
            refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied, name);
        }
    }

    [Fact]
    public async Task Official_with_another_role_is_refused()
    {
        var (proposal, comment) = await Contribution();
        var organisation = new OrganisationId(Guid.Parse(proposal.OrganisationId));
        Role[] entering = [Role.Moderator, Role.LeadScreener, Role.ProcessLeader];

        foreach (var role in Enum.GetValues<Role>().Except([Role.Unspecified]))
        {
            var official = service.Official(role, organisation);
            foreach (var (name, call) in OfOfficials.Where(one => one.Key == "enter" ? !entering.Contains(role) : role != Role.Moderator))
            {
                var refusal = await Should.ThrowAsync<RpcException>(() => call(official, proposal, comment));
                refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied, $"{role} {name}");
            }
        }
    }

    [Fact]
    public async Task Official_of_another_organisation_is_refused()
    {
        var (proposal, comment) = await Contribution();
        var elsewhere = service.Official(Role.Moderator, new OrganisationId(Guid.NewGuid()));

        foreach (var (name, call) in OfOfficials)
        {
            var refusal = await Should.ThrowAsync<RpcException>(() => call(elsewhere, proposal, comment));
            refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied, name);
        }
    }

    [Fact]
    public async Task Resident_changes_nothing_of_anothers()
    {
        var (proposal, comment) = await Contribution();

        foreach (var name in new[] { "edit", "submit", "withdraw" })
        {
            var refusal = await Should.ThrowAsync<RpcException>(() => OfResidents[name](service.Resident(Requests.NewPerson()), proposal, comment));
            refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied, name);
        }
    }

    [Fact]
    public async Task Guard_answers_services_alone()
    {
        var resident = new GuardService.GuardServiceClient(service.As(service.Tokens.Person(Requests.NewPerson())));

        var refusal = await Should.ThrowAsync<RpcException>(async () => await resident.AskGuardAsync(new AskGuardRequest()));

        refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    private async Task<(Contracts.Proposal.V1.Proposal Proposal, string CommentId)> Contribution()
    {
        var subBudget = await service.OpenIntake();
        var proposal = await service.Submit(Requests.NewPerson(), subBudget);
        var comment = await service.Resident(Requests.NewPerson()).AddCommentAsync(new AddCommentRequest { ProposalId = proposal.ProposalId, Text = "Bra!" });
        return (proposal, comment.CommentId);
    }
}

[Collection(OnSqlite.Name)]
public sealed class AccessOnSqliteTests(SqliteProposal service) : AccessTests(service);

[Collection(OnPostgres.Name)]
public sealed class AccessOnPostgresTests(PostgresProposal service) : AccessTests(service);
