using Medborgarbudget.Gateway.WaitingRooms;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.WaitingRooms;

public sealed class TicketTests
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 5, 20, 18, 0, 0, TimeSpan.Zero));
    private readonly SubBudgetId _id = SubBudgetId.From(Guid.NewGuid());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ticket_reads_back_in_every_replica_with_the_key(bool isAdmitted)
    {
        var ticket = new Ticket(_id, 4711, _clock.GetUtcNow(), isAdmitted);

        Seal(Key).Read(Seal(Key).Write(ticket), _id).ShouldBe(ticket);
    }

    [Fact]
    public void Ticket_with_any_byte_changed_is_none()
    {
        var seal = Seal(Key);
        var text = seal.Write(new Ticket(_id, 4711, _clock.GetUtcNow(), false));

        // The last character carries bits that mean nothing.
        for (var at = 0; at < text.Length - 1; at++)
        {
            var changed = $"{text[..at]}{(text[at] == 'A' ? 'B' : 'A')}{text[(at + 1)..]}";
            seal.Read(changed, _id).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("åååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå")]
    [InlineData("=======================================================================================")]
    [InlineData("                                                                                       ")]
    public void Text_that_is_no_ticket_is_none(string? text) => Seal(Key).Read(text, _id).ShouldBeNull();

    [Fact]
    public void Ticket_of_another_key_or_another_sub_budget_is_none()
    {
        var text = Seal(Key).Write(new Ticket(_id, 1, _clock.GetUtcNow(), true));

        Seal(null).Read(text, _id).ShouldBeNull();
        Seal(Key).Read(text, SubBudgetId.From(Guid.NewGuid())).ShouldBeNull();
    }

    [Fact]
    public void Ticket_lives_for_ten_minutes()
    {
        var text = Seal(Key).Write(new Ticket(_id, 1, _clock.GetUtcNow(), true));
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Seal(Key).Read(text, _id).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Seal(Key).Read(text, _id).ShouldBeNull();
    }

    [Fact]
    public void Replicas_without_a_common_key_do_not_start() =>
        Should.Throw<InvalidOperationException>(() => Seal(null, "127.0.0.1:1")).Message.ShouldContain("Gateway:WaitingRoom:Key");

    [Fact]
    public void Short_key_is_refused() => Should.Throw<InvalidOperationException>(() => Seal(Convert.ToBase64String(new byte[16])));

    private TicketSeal Seal(string? key, string? redis = null) => new(
        new GatewayOptions { WaitingRoom = new WaitingRoomOptions { Key = key } },
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [RedisKeys.Connection] = redis }).Build(),
        _clock);
}
