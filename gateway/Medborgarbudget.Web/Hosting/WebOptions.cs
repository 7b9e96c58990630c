namespace Medborgarbudget.Web.Hosting;

/// <summary>What the installation decides about its web.</summary>
/// <param name="Redis">Where sessions are shared between replicas; null keeps them in memory.</param>
/// <param name="KeyFile">With Redis: the secret that all replicas share.</param>
internal sealed record WebOptions(Uri Gateway, Uri Address, Uri Issuer, string? ClientSecret, string? Redis = null, string? KeyFile = null)
{
    /// <summary>
    /// The page at the public address; null when it is asked for there already. Cookies belong to the host, and the issuer sends browsers back to the public one.
    /// </summary>
    /// <param name="page">With its language.</param>
    public Uri? AtPublicHost(HttpRequest request, string page)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Host.Value == Address.Authority ? null : new Uri(Address, page);
    }

    public static WebOptions Read(IConfiguration configuration)
    {
        var gateway = configuration.GetValue<Uri>("Gateway:Address")
            ?? throw new InvalidOperationException("Configuration Gateway:Address is missing.");
        var (redis, keyFile) = (configuration["Redis:ConnectionString"], configuration["Web:KeyFile"]);
        if (!string.IsNullOrEmpty(redis) && string.IsNullOrEmpty(keyFile))
        {
            throw new InvalidOperationException("Configuration Web:KeyFile is missing: replicas that share sessions in Redis share a key too.");
        }

        return new WebOptions(
            gateway,
            configuration.GetValue<Uri>("Web:Address") ?? gateway,
            configuration.GetValue<Uri>("Web:Issuer") ?? gateway,
            configuration["Web:ClientSecret"],
            string.IsNullOrEmpty(redis) ? null : redis,
            keyFile);
    }
}
