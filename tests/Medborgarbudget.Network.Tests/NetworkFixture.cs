using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Medborgarbudget.Network.Tests;

/// <summary>A real Network host, and its users.</summary>
public abstract class NetworkFixture(StorageKind storage) : ServiceFixture(storage)
{
    public NetworkService.NetworkServiceClient Leader => Client(Role.NetworkLeader, OrganisationId.From(Guid.NewGuid()));

    public NetworkService.NetworkServiceClient Visitor => new(As(token: null));

    public NetworkService.NetworkServiceClient Client(Role role, OrganisationId organisation) => new(As(Tokens.Holder(role, organisation)));

    public NetworkService.NetworkServiceClient Administrator(string organisationId) =>
        Client(Role.Administrator, OrganisationId.From(Guid.Parse(organisationId)));

    /// <summary>A new organisation of a name of its own.</summary>
    public async Task<Contracts.Network.V1.Organisation> Register()
    {
        var slug = $"provby-{Guid.NewGuid():N}";
        return await Leader.RegisterOrganisationAsync(Given.Registration(slug), cancellationToken: TestContext.Current.CancellationToken);
    }

    public async Task<Contracts.Network.V1.Application> Apply(string organisationId) => await Administrator(organisationId)
        .SubmitApplicationAsync(Given.Application(organisationId), cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A new organisation that is admitted.</summary>
    public async Task<string> Member()
    {
        var organisation = await Register();
        var application = await Apply(organisation.OrganisationId);
        var admission = new AdmitApplicationRequest { ApplicationId = application.ApplicationId, Cohort = "2027" };
        await Leader.AdmitApplicationAsync(admission, cancellationToken: TestContext.Current.CancellationToken);
        return organisation.OrganisationId;
    }

    /// <summary>The id of a closed edition of the organisation.</summary>
    public async Task<string> ClosedEdition(string organisationId)
    {
        var edition = Guid.NewGuid();
        var closed = new EditionClosed(edition, Guid.Parse(organisationId), "Medborgarbudget 2026", 2026);
        (await DeliverAsync(closed, TestContext.Current.CancellationToken)).ShouldBeTrue();
        return edition.ToString();
    }

    protected override void Add(WebApplicationBuilder builder) => builder.AddNetwork();

    protected override void Map(WebApplication app) => app.MapNetwork();
}

public sealed class SqliteNetwork() : NetworkFixture(StorageKind.Sqlite);

public sealed class PostgresNetwork() : NetworkFixture(StorageKind.Postgres);
