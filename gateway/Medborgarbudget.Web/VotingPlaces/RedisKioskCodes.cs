using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.SignIn;
using StackExchange.Redis;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>
/// Keeps codes in Redis, for any number of replicas, encrypted as sessions are. They stand under a keyed hash: a code is short, and who reads the store
/// could else try them all.
/// </summary>
internal sealed class RedisKioskCodes(IConnectionMultiplexer redis, SharedProtection protection, TimeProvider clock, ILogger<RedisKioskCodes> logger) : IKioskCodeStore
{
    private readonly SharedProtection _protector = protection.For("kiosk code");

    public Task KeepAsync(KioskCode code) => AskAsync(async database =>
    {
        var left = code.Until - clock.GetUtcNow();
        await database.StringSetAsync(NameOf(code.Code), _protector.Protect(Written(code)), left);
        await database.StringSetAsync(ShownName(code.Id), _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(code.Code)), left);
        return true;
    });

    public async Task<KioskCode?> FindByIdAsync(string id) =>
        await AskAsync(database => database.StringGetAsync(ShownName(id))) is { IsNull: false } found && Open(found) is { } code
            ? await FindAsync(JsonSerializer.Deserialize<string>(code)!)
            : null;

    public async Task<KioskCode?> FindAsync(string code) =>
        await AskAsync(database => database.StringGetAsync(NameOf(code))) is { IsNull: false } found && Open(found) is { } written ? Read(written) : null;

    public async Task<bool> TakeAsync(KioskCode code) => !(await AskAsync(database => database.StringGetDeleteAsync(NameOf(code.Code)))).IsNull;

    private async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        try
        {
            return await ask(redis.GetDatabase());
        }
        catch (Exception exception) when (SharedStore.IsAway(exception))
        {
            throw SharedStore.Unavailable(exception, logger);
        }
    }

    private RedisKey NameOf(string code) => $"mb:web:kiosk:{_protector.NameOf(code)}";

    private static RedisKey ShownName(string id) => $"mb:web:kiosk-shown:{id}";

    /// <summary>Null for what another key has written.</summary>
    private byte[]? Open(RedisValue value)
    {
        try
        {
            return _protector.Unprotect((byte[])value!);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Written(KioskCode code) =>
        JsonSerializer.SerializeToUtf8Bytes(new Stored(code.Id, code.Code, code.ShiftId, code.SubBudgetId, code.Token.ToByteArray(), code.Until));

    private static KioskCode Read(byte[] written)
    {
        var stored = JsonSerializer.Deserialize<Stored>(written)!;
        return new KioskCode(stored.Id, stored.Code, stored.ShiftId, stored.SubBudgetId, BallotToken.Parser.ParseFrom(stored.Token), stored.Until);
    }

    private sealed record Stored(string Id, string Code, string ShiftId, string SubBudgetId, byte[] Token, DateTimeOffset Until);
}
