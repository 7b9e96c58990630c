using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>Registers an organisation and gives its people their roles, as the network and two administrators do.</summary>
/// <param name="api">The system.</param>
/// <param name="prefix">Of the persons' keys, so that another organisation has other people in the same roles.</param>
internal sealed class Organisations(PublicApi api, string prefix = "")
{
    private readonly Dictionary<string, string> _personIds = new(StringComparer.Ordinal);

    /// <summary>Who holds which role in an organisation of the demo, beside its two administrators.</summary>
    public static IReadOnlyList<(string Person, Role Role)> Roles { get; } =
    [
        (DemoPersons.ProcessLeader, Role.ProcessLeader),
        (DemoPersons.ProcessLeader, Role.Moderator),
        (DemoPersons.SecondProcessLeader, Role.ProcessLeader),
        (DemoPersons.LeadScreener, Role.LeadScreener),
        (DemoPersons.SecondLeadScreener, Role.LeadScreener),
        (DemoPersons.CountLeader, Role.CountLeader),
        (DemoPersons.SecondCountLeader, Role.CountLeader),
        (DemoPersons.Secretary, Role.Secretary),
        (DemoPersons.Secretary, Role.Implementer),
        (DemoPersons.Analyst, Role.Analyst),
        (DemoPersons.Analyst, Role.Auditor),
    ];

    public async Task<string> RegisterAsync(string name, string slug, bool rehearsal, CancellationToken cancellationToken)
    {
        var network = new NetworkService.NetworkServiceClient(await api.As(DemoPersons.NetworkLeader, cancellationToken));
        var organisation = await network.RegisterOrganisationAsync(
            new RegisterOrganisationRequest { Name = name, Kind = OrganisationKind.Municipality, Slug = slug, Rehearsal = rehearsal },
            cancellationToken: cancellationToken);
        await InviteAdministrators(organisation.OrganisationId, cancellationToken);
        var persons = Roles.Select(role => prefix + role.Person).ToList();
        await api.SignInAsync(persons.Where(person => !_personIds.ContainsKey(person)).Concat(Administrators), cancellationToken);
        foreach (var (person, role) in Roles)
        {
            await GrantAsync(organisation.OrganisationId, prefix + person, role, cancellationToken);
        }

        api.SignOut(persons);
        return organisation.OrganisationId;
    }

    /// <summary>Applies to the network with the board's decision, and is admitted.</summary>
    public async Task JoinAsync(string organisation, string decidedOn, CancellationToken cancellationToken)
    {
        var own = new NetworkService.NetworkServiceClient(await api.As(prefix + DemoPersons.ProcessLeader, cancellationToken));
        var application = await own.SubmitApplicationAsync(
            new SubmitApplicationRequest
            {
                OrganisationId = organisation,
                Contact = "medborgarbudget@bjorkvik.example",
                Plan = "Två områden och en budget för unga",
                Decision = new BoardDecision { Body = "Kommunstyrelsen", Date = decidedOn, Paragraph = "§ 41", CaseNumber = "KS 2026/107" },
                ProjectLeaders = { "David Exempelsson" },
                ElectedRepresentatives = { "Petra Påhittad" },
            },
            cancellationToken: cancellationToken);
        var network = new NetworkService.NetworkServiceClient(await api.As(DemoPersons.NetworkLeader, cancellationToken));
        await network.AdmitApplicationAsync(
            new AdmitApplicationRequest { ApplicationId = application.ApplicationId, Cohort = "Björk" }, cancellationToken: cancellationToken);
    }

    private string[] Administrators => [prefix + DemoPersons.Administrator, prefix + DemoPersons.SecondAdministrator];

    private async Task InviteAdministrators(string organisation, CancellationToken cancellationToken)
    {
        var leader = new IdentityService.IdentityServiceClient(await api.As(DemoPersons.NetworkLeader, cancellationToken));
        var invitation = await PublicApi.Eventually(
            async () => await leader.InviteAdministratorsAsync(
                new InviteAdministratorsRequest { OrganisationId = organisation, Count = 2 }, cancellationToken: cancellationToken),
            cancellationToken);
        await api.SignInAsync(Administrators, cancellationToken);
        foreach (var (person, code) in Administrators.Zip(invitation.Codes))
        {
            await new IdentityService.IdentityServiceClient(await api.As(person, cancellationToken))
                .RedeemInvitationAsync(new RedeemInvitationRequest { Code = code }, cancellationToken: cancellationToken);
        }

        api.SignOut(Administrators);
    }

    /// <summary>One administrator asks for the role, the other approves it.</summary>
    public Task GrantAsync(string organisation, string person, Role role, CancellationToken cancellationToken) =>
        GrantAsync(organisation, subBudget: "", person, role, cancellationToken);

    /// <summary>The same for a role in one sub-budget alone.</summary>
    public async Task GrantAsync(string organisation, string subBudget, string person, Role role, CancellationToken cancellationToken)
    {
        var administrator = new IdentityService.IdentityServiceClient(await api.As(prefix + DemoPersons.Administrator, cancellationToken));
        var asked = new RequestRoleGrantRequest { OrganisationId = organisation, SubBudgetId = subBudget, PersonId = await PersonId(person, cancellationToken), Role = role };
        var grant = await PublicApi.Eventually(async () => await administrator.RequestRoleGrantAsync(asked, cancellationToken: cancellationToken), cancellationToken);
        await new IdentityService.IdentityServiceClient(await api.As(prefix + DemoPersons.SecondAdministrator, cancellationToken)).ApproveRoleGrantAsync(
            new ApproveRoleGrantRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: cancellationToken);
    }

    private async Task<string> PersonId(string person, CancellationToken cancellationToken)
    {
        if (!_personIds.TryGetValue(person, out var id))
        {
            var me = await new IdentityService.IdentityServiceClient(await api.As(person, cancellationToken))
                .GetMeAsync(new GetMeRequest(), cancellationToken: cancellationToken);
            _personIds[person] = id = me.PersonId;
        }

        return id;
    }
}
