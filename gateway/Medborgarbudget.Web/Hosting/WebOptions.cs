namespace Medborgarbudget.Web.Hosting;

/// <summary>What the installation decides about its web.</summary>
internal sealed record WebOptions(Uri Gateway, Uri Address, Uri Issuer, string? ClientSecret)
{
    public static WebOptions Read(IConfiguration configuration)
    {
        var gateway = configuration.GetValue<Uri>("Gateway:Address")
            ?? throw new InvalidOperationException("Configuration Gateway:Address is missing.");
        return new WebOptions(
            gateway,
            configuration.GetValue<Uri>("Web:Address") ?? gateway,
            configuration.GetValue<Uri>("Web:Issuer") ?? gateway,
            configuration["Web:ClientSecret"]);
    }
}
