using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Network.Tests.Consumers;

public sealed class OnEditionClosedTests(SqliteNetwork network) : IClassFixture<SqliteNetwork>
{
    [Fact]
    public async Task Event_that_comes_twice_leaves_the_edition_closed_once()
    {
        var member = await network.Member();
        var closed = new EditionClosed(Guid.NewGuid(), Guid.Parse(member), "Medborgarbudget 2026", 2026);
        var token = TestContext.Current.CancellationToken;

        (await network.DeliverAsync(closed, token)).ShouldBeTrue();
        (await network.DeliverAsync(closed, token)).ShouldBeTrue();

        var draft = await network.Administrator(member)
            .DraftGoodExampleAsync(Given.Example(member, closed.EditionId.ToString()), cancellationToken: token);
        draft.EditionId.ShouldBe(closed.EditionId.ToString());
    }
}
