using Medborgarbudget.Gateway.WaitingRooms;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.TestStores;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Medborgarbudget.Gateway.Tests.WaitingRooms;

/// <summary>Lines in each store, on a clock that the test moves.</summary>
internal sealed class LineStores : IAsyncDisposable
{
    public const int OpensAt = 5;

    private readonly GatewayOptions _options = new() { WaitingRoom = new WaitingRoomOptions { OpensAt = OpensAt } };
    private readonly Stack<IAsyncDisposable> _opened = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 5, 20, 18, 0, 0, TimeSpan.Zero));

    public async Task<IWaitingLines> OpenAsync(string store)
    {
        switch (store)
        {
            case "memory":
                return new MemoryLines(_options, Clock);
            case "garnet":
                var garnet = new GarnetStore();
                _opened.Push(new Disposing(garnet));
                return await OnAsync(garnet.Configuration);
            default:
                var redis = await RedisServer.CreateDatabaseAsync(TestContext.Current.CancellationToken);
                _opened.Push(redis);
                return await OnAsync(redis.Configuration);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task<RedisLines> OnAsync(string configuration)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        _opened.Push(connection);
        return new RedisLines(connection, _options, Clock);
    }

    private sealed class Disposing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
