using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Web.SignIn;

/// <summary>Where sessions with their tokens are; the cookie holds only a random key.</summary>
internal interface ISessionStore : ITicketStore
{
    /// <summary>Throws what becomes a polite page when no session could be kept now.</summary>
    Task RequireAsync(CancellationToken cancellationToken);
}

/// <summary>Keeps sessions in the memory of the one process that there is; they end with it.</summary>
internal sealed class MemorySessions(IMemoryCache cache) : ISessionStore
{
    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        Keep(key, ticket);
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        Keep(key, ticket);
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(cache.Get<AuthenticationTicket>(Name(key)));

    public Task RemoveAsync(string key)
    {
        cache.Remove(Name(key));
        return Task.CompletedTask;
    }

    public Task RequireAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Keep(string key, AuthenticationTicket ticket) =>
        cache.Set(Name(key), ticket, new MemoryCacheEntryOptions { AbsoluteExpiration = ticket.Properties.ExpiresUtc });

    private static string Name(string key) => $"session {key}";
}
