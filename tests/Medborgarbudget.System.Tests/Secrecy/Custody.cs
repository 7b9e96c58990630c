using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>Two archivists and an auditor, and what they do with the key of a sub-budget.</summary>
internal sealed class Custody(PublicApi api, string organisation)
{
    private const string First = "arkivarie-ett";
    private const string Second = "arkivarie-tva";

    public async Task AppointAsync(CancellationToken cancellationToken)
    {
        foreach (var person in new[] { First, Second })
        {
            var me = await new IdentityService.IdentityServiceClient(await api.As(person, cancellationToken)).GetMeAsync(new GetMeRequest(), cancellationToken: cancellationToken);
            var request = new RequestRoleGrantRequest { OrganisationId = organisation, PersonId = me.PersonId, Role = Role.Archivist };
            var grant = await new IdentityService.IdentityServiceClient(await api.As(DemoPersons.Administrator, cancellationToken))
                .RequestRoleGrantAsync(request, cancellationToken: cancellationToken);
            await new IdentityService.IdentityServiceClient(await api.As(DemoPersons.SecondAdministrator, cancellationToken))
                .ApproveRoleGrantAsync(new ApproveRoleGrantRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: cancellationToken);
        }

        api.SignOut([First, Second]);
    }

    public async Task<PseudonymKey> LookAsync(string subBudget, CancellationToken cancellationToken) =>
        await (await Rolls(First, cancellationToken)).GetPseudonymKeyAsync(new GetPseudonymKeyRequest { SubBudgetId = subBudget }, cancellationToken: cancellationToken);

    public async Task<PseudonymKey> DestroyAsync(string subBudget, CancellationToken cancellationToken)
    {
        var first = await Rolls(First, cancellationToken);
        await PublicApi.Eventually(
            async () => await first.RequestKeyDestructionAsync(new RequestKeyDestructionRequest { SubBudgetId = subBudget }, cancellationToken: cancellationToken),
            cancellationToken);
        return await (await Rolls(Second, cancellationToken)).ApproveKeyDestructionAsync(
            new ApproveKeyDestructionRequest { SubBudgetId = subBudget }, cancellationToken: cancellationToken);
    }

    /// <summary>The pseudonyms of those who were given a token, as an auditor gets them.</summary>
    public async Task<byte[]> IssuedAsync(string subBudget, CancellationToken cancellationToken)
    {
        var auditor = await Rolls(DemoPersons.Analyst, cancellationToken);
        var list = new ListIssuedPseudonymsRequest { SubBudgetId = subBudget };
        return (await PublicApi.Eventually(async () => await auditor.ListIssuedPseudonymsAsync(list, cancellationToken: cancellationToken), cancellationToken)).Data.ToByteArray();
    }

    /// <summary>How the same question is refused.</summary>
    public async Task<string> IssuedRefusalAsync(string subBudget, CancellationToken cancellationToken)
    {
        var auditor = await Rolls(DemoPersons.Analyst, cancellationToken);
        var refused = await Should.ThrowAsync<RpcException>(
            async () => await auditor.ListIssuedPseudonymsAsync(new ListIssuedPseudonymsRequest { SubBudgetId = subBudget }, cancellationToken: cancellationToken));
        return Hosting.Refusals.CodeOf(refused);
    }

    private async Task<RollService.RollServiceClient> Rolls(string person, CancellationToken cancellationToken) => new(await api.As(person, cancellationToken));
}
