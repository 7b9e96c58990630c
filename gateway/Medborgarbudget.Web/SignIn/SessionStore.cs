using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Web.SignIn;

/// <summary>Keeps sessions with their tokens on the server; the cookie holds only a random key. They end with the process.</summary>
internal sealed class SessionStore(IMemoryCache cache) : ITicketStore
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

    private void Keep(string key, AuthenticationTicket ticket) =>
        cache.Set(Name(key), ticket, new MemoryCacheEntryOptions { AbsoluteExpiration = ticket.Properties.ExpiresUtc });

    private static string Name(string key) => $"session {key}";
}
