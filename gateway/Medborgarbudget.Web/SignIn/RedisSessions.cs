using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace Medborgarbudget.Web.SignIn;

/// <summary>
/// Keeps sessions with their tokens in Redis, for any number of replicas. What is stored is encrypted with a key that Redis does not have, and stands under the hash
/// of the random key in the cookie: who reads the store learns nobody's name, token or cookie. It is gone with the session's end.
/// </summary>
internal sealed class RedisSessions(IConnectionMultiplexer redis, IDataProtectionProvider protection, TimeProvider clock, ILogger<RedisSessions> logger) : ISessionStore
{
    private const int KeyBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("session");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(KeyBytes));
        await RenewAsync(key, ticket);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var left = ticket.Properties.ExpiresUtc is { } end ? end - clock.GetUtcNow() : Sessions.Lifetime;
        var value = _protector.Protect(TicketSerializer.Default.Serialize(ticket));
        try
        {
            await redis.GetDatabase().StringSetAsync(Name(key), value, left);
        }
        catch (Exception exception) when (SharedStore.IsAway(exception))
        {
            throw SharedStore.Unavailable(exception, logger);
        }
    }

    /// <summary>While the store is away nobody is signed in, and every page that visitors may read is there. The cookie stays for when it is back.</summary>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        try
        {
            var value = (byte[]?)await redis.GetDatabase().StringGetAsync(Name(key));
            return value is null ? null : TicketSerializer.Default.Deserialize(_protector.Unprotect(value));
        }
        catch (CryptographicException)
        {
            // Of another key: the session is over, as if it were not there.
            return null;
        }
        catch (Exception exception) when (SharedStore.IsAway(exception))
        {
            SharedStore.Note(exception, logger);
            return null;
        }
    }

    public async Task RemoveAsync(string key)
    {
        try
        {
            await redis.GetDatabase().KeyDeleteAsync(Name(key));
        }
        catch (Exception exception) when (SharedStore.IsAway(exception))
        {
            throw SharedStore.Unavailable(exception, logger);
        }
    }

    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (SharedStore.IsAway(exception))
        {
            throw SharedStore.Unavailable(exception, logger);
        }
    }

    private static RedisKey Name(string key) => $"mb:web:session:{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)))}";
}
