using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;

namespace Medborgarbudget.Network.Tests.Features;

public abstract class GoodExampleTests(NetworkFixture network)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_is_missing_for_everybody_until_it_is_published()
    {
        var draft = await Draft();

        (await Read(draft.GoodExampleId).CodeOf()).ShouldBe("network.good_example_missing");
        (await List()).ShouldNotContain(row => row.GoodExampleId == draft.GoodExampleId);

        await Publish(draft.GoodExampleId);

        (await Read(draft.GoodExampleId)).Published.ShouldBeTrue();
        (await List()).ShouldContain(row => row.GoodExampleId == draft.GoodExampleId);
    }

    [Fact]
    public async Task Published_example_is_reviewed_after_two_years()
    {
        var published = await Publish((await Draft()).GoodExampleId);

        published.ReviewAt.ShouldBe("2029-01-15");
    }

    [Fact]
    public async Task Example_is_published_once()
    {
        var draft = await Draft();
        await Publish(draft.GoodExampleId);

        (await Publish(draft.GoodExampleId).CodeOf()).ShouldBe("network.good_example_published");
    }

    [Fact]
    public async Task Organisation_that_is_no_member_drafts_nothing()
    {
        var organisation = (await network.Register()).OrganisationId;
        var edition = await network.ClosedEdition(organisation);

        (await Draft(organisation, edition).CodeOf()).ShouldBe("network.not_member");
    }

    [Fact]
    public async Task Edition_that_is_not_closed_gives_no_example() =>
        (await Draft(await network.Member(), Guid.NewGuid().ToString()).CodeOf()).ShouldBe("network.edition_not_closed");

    [Fact]
    public async Task Closed_edition_of_another_organisation_gives_no_example()
    {
        var edition = await network.ClosedEdition(await network.Member());

        (await Draft(await network.Member(), edition).CodeOf()).ShouldBe("network.edition_not_closed");
    }

    [Fact]
    public async Task Published_examples_are_listed_newest_first_whatever_order_they_were_drafted_in()
    {
        var (one, other) = (await Draft(), await Draft());
        network.Clock.Advance(TimeSpan.FromSeconds(1));
        await Publish(other.GoodExampleId);
        network.Clock.Advance(TimeSpan.FromSeconds(1));
        await Publish(one.GoodExampleId);

        var first = await network.Visitor.ListGoodExamplesAsync(new() { PageSize = 1 }, cancellationToken: Token);
        var second = await network.Visitor.ListGoodExamplesAsync(new() { PageSize = 1, PageToken = first.NextPageToken }, cancellationToken: Token);

        first.GoodExamples.ShouldHaveSingleItem().GoodExampleId.ShouldBe(one.GoodExampleId);
        second.GoodExamples.ShouldHaveSingleItem().GoodExampleId.ShouldBe(other.GoodExampleId);
    }

    private async Task<Contracts.Network.V1.GoodExample> Draft()
    {
        var member = await network.Member();
        return await Draft(member, await network.ClosedEdition(member));
    }

    private AsyncUnaryCall<Contracts.Network.V1.GoodExample> Draft(string organisation, string edition) =>
        network.Administrator(organisation).DraftGoodExampleAsync(Given.Example(organisation, edition), cancellationToken: Token);

    private AsyncUnaryCall<Contracts.Network.V1.GoodExample> Publish(string id) =>
        network.Leader.PublishGoodExampleAsync(new() { GoodExampleId = id }, cancellationToken: Token);

    private AsyncUnaryCall<Contracts.Network.V1.GoodExample> Read(string id) =>
        network.Visitor.GetGoodExampleAsync(new() { GoodExampleId = id }, cancellationToken: Token);

    private async Task<IEnumerable<Contracts.Network.V1.GoodExample>> List() =>
        (await network.Visitor.ListGoodExamplesAsync(new ListGoodExamplesRequest { PageSize = 100 }, cancellationToken: Token)).GoodExamples;
}

public sealed class GoodExampleSqliteTests(SqliteNetwork network) : GoodExampleTests(network), IClassFixture<SqliteNetwork>;

public sealed class GoodExamplePostgresTests(PostgresNetwork network) : GoodExampleTests(network), IClassFixture<PostgresNetwork>;
