using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Network.V1;

namespace Medborgarbudget.Network.Tests.Features;

public abstract class OrganisationTests(NetworkFixture network)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registered_organisation_is_read_by_everybody()
    {
        var registered = await network.Register();

        var read = await network.Visitor.GetOrganisationAsync(new() { OrganisationId = registered.OrganisationId }, cancellationToken: Token);

        read.ShouldBe(registered);
        read.Membership.ShouldBe(Contracts.Network.V1.MembershipState.Interested);
    }

    [Fact]
    public async Task Slug_of_another_organisation_is_refused_and_nothing_is_published()
    {
        var first = await network.Register();

        (await network.Leader.RegisterOrganisationAsync(Given.Registration(first.Slug), cancellationToken: Token).CodeOf())
            .ShouldBe("network.slug_taken");

        var events = await network.PublishedAsync<OrganisationChanged>(Token);
        events.Count(happened => happened.Slug == first.Slug).ShouldBe(1);
    }

    [Fact]
    public async Task Registration_with_nothing_in_it_names_every_fault() =>
        (await network.Leader.RegisterOrganisationAsync(new(), cancellationToken: Token).FaultsOf())
            .ShouldBe(["name", "kind", "slug"], ignoreOrder: true);

    [Theory]
    [InlineData("")]
    [InlineData("not-an-id")]
    [InlineData("6b1f4f0e-7c1a-4e9f-9a43-000000000000")]
    public async Task Organisation_that_does_not_exist_is_missing(string id) =>
        (await network.Visitor.GetOrganisationAsync(new() { OrganisationId = id }, cancellationToken: Token).CodeOf())
            .ShouldBe("network.organisation_missing");

    [Fact]
    public async Task List_gives_every_organisation_once_in_the_order_of_names()
    {
        var registered = new HashSet<string>();
        for (var number = 0; number < 3; number++)
        {
            registered.Add((await network.Register()).OrganisationId);
        }

        var listed = await ListAll(pageSize: 2);

        listed.Select(row => row.OrganisationId).ShouldBeUnique();
        listed.Count(row => registered.Contains(row.OrganisationId)).ShouldBe(3);
        listed.Select(row => row.Slug).ShouldBe(listed.Select(row => row.Slug).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AA")]
    public async Task Page_token_that_no_list_gave_is_refused(string token) =>
        (await network.Visitor.ListOrganisationsAsync(new() { PageToken = token }, cancellationToken: Token).FaultsOf()).ShouldBe(["pageToken"]);

    [Fact]
    public async Task Key_used_again_gives_the_same_organisation()
    {
        var leader = network.Tokens.Holder(Contracts.Access.V1.Role.NetworkLeader, default);
        var client = new NetworkService.NetworkServiceClient(network.As(leader, $"key-{Guid.NewGuid()}"));
        var request = Given.Registration($"provby-{Guid.NewGuid():N}");

        var first = await client.RegisterOrganisationAsync(request, cancellationToken: Token);
        var second = await client.RegisterOrganisationAsync(request, cancellationToken: Token);

        second.ShouldBe(first);
    }

    private async Task<List<Contracts.Network.V1.Organisation>> ListAll(int pageSize)
    {
        var all = new List<Contracts.Network.V1.Organisation>();
        var request = new ListOrganisationsRequest { PageSize = pageSize };
        do
        {
            var page = await network.Visitor.ListOrganisationsAsync(request, cancellationToken: Token);
            all.AddRange(page.Organisations);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }
}

public sealed class OrganisationSqliteTests(SqliteNetwork network) : OrganisationTests(network), IClassFixture<SqliteNetwork>;

public sealed class OrganisationPostgresTests(PostgresNetwork network) : OrganisationTests(network), IClassFixture<PostgresNetwork>;
