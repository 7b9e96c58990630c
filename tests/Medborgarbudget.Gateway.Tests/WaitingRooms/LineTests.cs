using CsCheck;
using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Gateway.WaitingRooms;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.Tests.WaitingRooms;

/// <summary>The rules of a line, in memory and in each store that gateways share.</summary>
public sealed class LineTests : IAsyncLifetime
{
    private readonly LineStores _stores = new();
    private readonly SubBudgetId _id = SubBudgetId.From(Guid.NewGuid());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData("memory")]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task First_come_is_first_in_at_the_rate(string store)
    {
        var lines = await _stores.OpenAsync(store);
        await lines.SetAsync(_id, WaitingRoomMode.Open, rate: 2);
        for (var number = 1; number <= 6; number++)
        {
            var standing = await lines.StepAsync(_id, LineStep.Enter, 0);
            (standing.Number, standing.Place, standing.IsLetIn).ShouldBe((number, number, false));
        }

        Pass(1.0);
        (await PlacesAsync(lines, 6)).ShouldBe([0, 0, 1, 2, 3, 4]);
        Pass(1.5);
        (await PlacesAsync(lines, 6)).ShouldBe([0, 0, 0, 0, 0, 1]);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task Who_comes_when_nobody_waits_is_let_in_within_the_rate(string store)
    {
        var lines = await _stores.OpenAsync(store);
        await lines.SetAsync(_id, WaitingRoomMode.Open, rate: 2);
        await lines.StepAsync(_id, LineStep.Look, 0);
        Pass(60);

        var letIn = new List<bool>();
        for (var i = 0; i < 4; i++)
        {
            letIn.Add((await lines.StepAsync(_id, LineStep.Enter, 0)).IsLetIn);
        }

        // A minute without anybody saves a second's worth and no more.
        letIn.ShouldBe([true, true, false, false]);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task Line_opens_by_itself_when_too_many_come_and_closes_when_it_is_empty(string store)
    {
        var lines = await _stores.OpenAsync(store);
        for (var i = 0; i < LineStores.OpensAt; i++)
        {
            (await lines.StepAsync(_id, LineStep.Enter, 0)).IsOpen.ShouldBeFalse();
        }

        (await lines.StepAsync(_id, LineStep.TakeTicket, 0)).IsOpen.ShouldBeFalse();
        var waiting = new List<Standing>();
        for (var i = 0; i < 3 * LineStores.OpensAt; i++)
        {
            waiting.Add(await lines.StepAsync(_id, LineStep.Enter, 0));
        }

        waiting.ShouldAllBe(standing => standing.IsOpen && !standing.IsLetIn && standing.Rate == LineStores.OpensAt);
        Pass(1);
        (await lines.StepAsync(_id, LineStep.Enter, waiting[^1].Number)).Place.ShouldBe(2 * LineStores.OpensAt);
        Pass(3);
        (await lines.StepAsync(_id, LineStep.Look, 0)).IsOpen.ShouldBeFalse();
        (await lines.StepAsync(_id, LineStep.Enter, waiting[^1].Number)).IsLetIn.ShouldBeTrue();
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task Closing_lets_in_all_who_wait_and_keeps_it_closed(string store)
    {
        var lines = await _stores.OpenAsync(store);
        await lines.SetAsync(_id, WaitingRoomMode.Open, rate: 1);
        var last = 0L;
        for (var i = 0; i < 20; i++)
        {
            last = (await lines.StepAsync(_id, LineStep.Enter, 0)).Number;
        }

        await lines.SetAsync(_id, WaitingRoomMode.Closed, rate: 0);
        (await lines.StepAsync(_id, LineStep.Enter, last)).IsLetIn.ShouldBeTrue();
        for (var i = 0; i < 20; i++)
        {
            (await lines.StepAsync(_id, LineStep.Enter, 0)).IsOpen.ShouldBeFalse();
        }

        await lines.SetAsync(_id, WaitingRoomMode.Open, rate: 1);
        (await lines.StepAsync(_id, LineStep.Enter, last)).IsLetIn.ShouldBeTrue();
        (await lines.StepAsync(_id, LineStep.Enter, 0)).Place.ShouldBe(1);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task Number_that_the_line_never_gave_is_the_last(string store)
    {
        var lines = await _stores.OpenAsync(store);
        await lines.SetAsync(_id, WaitingRoomMode.Open, rate: 1);
        await lines.StepAsync(_id, LineStep.Enter, 0);

        (await lines.StepAsync(_id, LineStep.Enter, 500)).Number.ShouldBe(2);
        (await lines.StepAsync(_id, LineStep.Enter, -7)).Number.ShouldBe(3);
    }

    [Theory]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task Script_does_what_the_line_in_memory_does(string store)
    {
        var shared = await _stores.OpenAsync(store);
        var memory = await _stores.OpenAsync("memory");
        var act = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 30], Gen.Int[0, 900]);

        await act.Array[40].SampleAsync(
            async acts =>
            {
                var id = SubBudgetId.From(Guid.NewGuid());
                foreach (var (what, number, pause) in acts)
                {
                    // Short pauses are many, so that lines form.
                    Pass(what < 3 ? pause / 1000.0 : 0);
                    await DoAsync(shared, id, what, number);
                    var expected = await DoAsync(memory, id, what, number);
                    (await shared.StepAsync(id, LineStep.Look, number)).ShouldBe(await memory.StepAsync(id, LineStep.Look, number));
                    (await DoAsync(shared, id, 9, number)).ShouldBe(await DoAsync(memory, id, 9, number), $"{expected}");
                }
            },
            iter: 60,
            threads: 1);
    }

    private static async Task<Standing> DoAsync(IWaitingLines lines, SubBudgetId id, int what, int number)
    {
        if (what == 0)
        {
            await lines.SetAsync(id, (WaitingRoomMode)((number % 3) + 1), rate: (number % 4) + 1);
        }

        return await lines.StepAsync(id, what % 3 == 1 ? LineStep.TakeTicket : LineStep.Enter, what > 6 ? number : 0);
    }

    private static async Task<List<long>> PlacesAsync(IWaitingLines lines, SubBudgetId id, int count)
    {
        var places = new List<long>();
        for (var number = 1; number <= count; number++)
        {
            places.Add((await lines.StepAsync(id, LineStep.Enter, number)).Place);
        }

        return places;
    }

    private Task<List<long>> PlacesAsync(IWaitingLines lines, int count) => PlacesAsync(lines, _id, count);

    private void Pass(double seconds) => _stores.Clock.Advance(TimeSpan.FromSeconds(seconds));
}
