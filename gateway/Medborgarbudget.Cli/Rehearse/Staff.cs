using Grpc.Core;
using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Network.V1;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>The officials of a rehearsal organisation, each role held by as many persons as its acts need.</summary>
internal sealed class Staff(Organisation organisation, IReadOnlyList<Person> persons)
{
    private static readonly (Role Role, int Persons)[] Needed =
    [
        (Role.ProcessLeader, 2), (Role.LeadScreener, 2), (Role.CountLeader, 2), (Role.Administrator, 1), (Role.Secretary, 1),
    ];

    public Organisation Organisation => organisation;

    public Person ProcessLeader => Holder(Role.ProcessLeader, 0);

    public Person SecondProcessLeader => Holder(Role.ProcessLeader, 1);

    public Person LeadScreener => Holder(Role.LeadScreener, 0);

    public Person SecondLeadScreener => Holder(Role.LeadScreener, 1);

    public Person CountLeader => Holder(Role.CountLeader, 0);

    public Person SecondCountLeader => Holder(Role.CountLeader, 1);

    public Person Administrator => Holder(Role.Administrator, 0);

    public Person Secretary => Holder(Role.Secretary, 0);

    /// <summary>The roles that too few hold, in words; empty when the rehearsal can be held.</summary>
    public IReadOnlyList<string> Missing() =>
        [.. Needed.Where(need => HoldersOf(need.Role).Count() < need.Persons).Select(need => $"{need.Role} ×{need.Persons}")];

    private Person Holder(Role role, int place) => HoldersOf(role).ElementAt(place);

    private IEnumerable<Person> HoldersOf(Role role) => persons.Where(person => person.Holds(role, organisation.OrganisationId));
}

/// <summary>Finds an organisation where rehearsals may be held, and the simulated persons who run it.</summary>
internal sealed class FindStaff(GatewayConnection gateway, Calls calls, TimeProvider clock)
{
    public async Task<Staff> FindAsync(CancellationToken cancellationToken)
    {
        var organisations = await RehearsalOrganisationsAsync(cancellationToken);
        if (organisations.Count == 0)
        {
            throw CommandException.BadInput($"{gateway.Address} has no rehearsal organisation.");
        }

        var persons = await PersonsAsync(cancellationToken);
        var staffs = organisations.ConvertAll(organisation => new Staff(organisation, persons));
        return staffs.Find(staff => staff.Missing().Count == 0)
            ?? throw CommandException.BadInput(
                $"the rehearsal organisation {staffs[0].Organisation.Name} lacks persons on the simulated sign-in page: {string.Join(", ", staffs[0].Missing())}.");
    }

    private async Task<List<Organisation>> RehearsalOrganisationsAsync(CancellationToken cancellationToken)
    {
        var found = new List<Organisation>();
        var request = new ListOrganisationsRequest { PageSize = 100 };
        try
        {
            do
            {
                var page = await gateway.Network.ListOrganisationsAsync(request, cancellationToken: cancellationToken);
                found.AddRange(page.Organisations.Where(organisation => organisation.Rehearsal));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw CommandException.BadInput($"{gateway.Address} does not answer as a gateway: {exception.Status.DebugException?.Message ?? Calls.Describe(exception)}", exception);
        }

        return found;
    }

    private async Task<List<Person>> PersonsAsync(CancellationToken cancellationToken)
    {
        var signIn = new SignIn(gateway.Http, clock);
        var persons = (await signIn.PersonsOfferedAsync(cancellationToken)).Select(key => new Person(key, signIn, clock)).ToList();
        foreach (var person in persons)
        {
            await person.LearnAsync(calls, gateway.Identity, cancellationToken);
        }

        return persons;
    }
}
