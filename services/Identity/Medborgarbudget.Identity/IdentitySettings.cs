using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.OpenId;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity;

/// <summary>What the configuration section <c>Identity</c> says; see the README for each value.</summary>
internal sealed record IdentitySettings(
    Uri Issuer, string KeyFile, string KeyEncryptionKeyFile, bool AllowHttp, bool SimulatedEid, EidTrust Trust, Uri? Web, string? WebSecret,
    IReadOnlyDictionary<string, string> ServiceSecrets, IReadOnlyDictionary<string, JsonWebKeySet> ServiceKeys)
{
    public static IdentitySettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Identity");
        var simulatedEid = section.GetValue("SimulatedEid", false);
        var issuer = section.GetValue<Uri>("Issuer") ?? throw Missing("Identity:Issuer");
        var settings = new IdentitySettings(
            issuer,
            section["KeyFile"] ?? throw Missing("Identity:KeyFile"),
            section["KeyEncryptionKeyFile"] ?? throw Missing("Identity:KeyEncryptionKeyFile"),
            section.GetValue("AllowHttp", false),
            simulatedEid,
            EidTrust.Read(section, simulatedEid, environment),
            section.GetValue<Uri>("Web:Address"),
            section["Web:Secret"],
            section.GetSection("Services").GetChildren()
                .Where(service => !string.IsNullOrEmpty(service["Secret"]))
                .ToDictionary(service => service.Key.ToLowerInvariant(), service => service["Secret"]!),
            section.GetSection("Services").GetChildren()
                .Where(service => !string.IsNullOrEmpty(service["PublicKeyFile"]))
                .ToDictionary(service => service.Key.ToLowerInvariant(), KeysOf));
        settings.Refuse(environment);
        return settings;
    }

    private static JsonWebKeySet KeysOf(IConfigurationSection service)
    {
        var file = service["PublicKeyFile"]!;
        return (File.Exists(file) ? PublicKeySet.Read(File.ReadAllText(file)) : null) ?? throw new InvalidOperationException(
            $"Configuration {service.Path}:PublicKeyFile names no file with 1 to 4 public keys (PEM or JWK set, EC P-256 or RSA of 2048 to 4096 bits).");
    }

    private static InvalidOperationException Missing(string key) => new($"Configuration {key} is missing.");

    private void Refuse(IHostEnvironment environment)
    {
        if (SimulatedEid && environment.IsProduction())
        {
            throw new InvalidOperationException("The simulated e-ID does not start in Production: set Identity:SimulatedEid to false.");
        }

        if (Issuer.Scheme != Uri.UriSchemeHttps && !AllowHttp)
        {
            throw new InvalidOperationException("Identity:Issuer must be https unless Identity:AllowHttp is true.");
        }
    }
}
