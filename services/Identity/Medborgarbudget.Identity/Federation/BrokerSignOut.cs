using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// Signs a person out at the broker that she came through, where it publishes an address for that: at a shared device the next one must not find her there.
/// Nothing is kept of the broker's tokens, so it is told who we are and not who she is, and may ask her.
/// </summary>
internal sealed class BrokerSignOut(
    IdentitySettings settings, IOptionsMonitor<OpenIdConnectOptions> options, IDataProtectionProvider protection, ILogger<BrokerSignOut> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("broker sign-out");

    /// <summary>Where the browser goes now, and comes back from to <paramref name="wayBack"/>; null when no broker is to be told.</summary>
    public async Task<Uri?> AddressAsync(SignIn signIn, string wayBack, CancellationToken cancellationToken)
    {
        if (settings.Trust.Find(signIn.Eid) is not { } broker)
        {
            return null;
        }

        try
        {
            var published = await options.Get(broker.Scheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return Uri.TryCreate(published.EndSessionEndpoint, UriKind.Absolute, out var address) ? With(address, broker, wayBack) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Our own session is over all the same.
            logger.LogWarning("A sign-out at {Broker} failed: {Failure}", broker.Name, BrokerFailures.Describe(exception));
            return null;
        }
    }

    /// <summary>Where a browser that comes back goes on to: our own address, or null when it was not we who sent it.</summary>
    public string? WayBack(string? state)
    {
        try
        {
            return string.IsNullOrEmpty(state) ? null : _protector.Unprotect(state);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private Uri With(Uri address, Broker broker, string wayBack) => new(QueryHelpers.AddQueryString(address.AbsoluteUri, new Dictionary<string, string?>
    {
        ["client_id"] = broker.ClientId,
        ["post_logout_redirect_uri"] = new Uri(settings.Issuer, broker.SignedOutPath).AbsoluteUri,
        ["state"] = _protector.Protect(wayBack),
    }));
}
