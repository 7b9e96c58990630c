using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// An OpenID Connect provider that identifies people for us with one or several e-IDs, from configuration <c>Identity:Brokers:{name}</c>.
/// </summary>
/// <param name="Name">Stands in addresses and in the claim <c>eid</c>.</param>
/// <param name="Issuer">Exactly as in the broker's own tokens.</param>
/// <param name="ClientSecret">Null when the client proves itself with a key.</param>
/// <param name="ClientKey">From the file <c>ClientKeyFile</c>: a private key in PEM form, EC P-256 or RSA; null when the client has a secret.</param>
/// <param name="Levels">What the level claim may say, and which level each value stands for. Every other value is none.</param>
internal sealed partial record Broker(
    string Name,
    Uri Issuer,
    string ClientId,
    string? ClientSecret,
    SigningCredentials? ClientKey,
    IReadOnlyList<string> Scopes,
    string PersonalNumberClaim,
    string NameClaim,
    string LevelClaim,
    IReadOnlyDictionary<string, LevelOfAssurance> Levels,
    string TitleSv,
    string TitleEn)
{
    /// <summary>Name of the simulated e-ID, which no broker may have.</summary>
    public const string Simulated = "simulated";

    /// <summary>Authentication scheme.</summary>
    public string Scheme => $"eid-{Name}";

    /// <summary>Where the broker sends the browser back to; one address per broker, so that no broker's answer passes for another's.</summary>
    public string CallbackPath => $"/eid/{Name}/callback";

    /// <summary>Where the broker sends the browser back to when she is signed out there.</summary>
    public string SignedOutPath => $"/eid/{Name}/signed-out";

    /// <summary>The strongest level that it can vouch for.</summary>
    public LevelOfAssurance Highest => Levels.Values.Max();

    public override string ToString() => Name;

    /// <summary>Throws with the key that is wrong. Secrets are not repeated.</summary>
    public static Broker Read(IConfigurationSection section, bool mayBePlainOnLoopback)
    {
        Demand(NameForm().IsMatch(section.Key) && section.Key != Simulated, section, "", "is no name: a–z, digits and hyphens, a letter first, and not \"simulated\"");
        var issuer = section.GetValue<Uri>("Issuer");
        Demand(issuer is { IsAbsoluteUri: true } && IsSafe(issuer, mayBePlainOnLoopback), section, ":Issuer", "must be an absolute https address");
        var (secret, keyFile) = (section["ClientSecret"], section["ClientKeyFile"]);
        Demand(string.IsNullOrEmpty(secret) != string.IsNullOrEmpty(keyFile), section, "", "must have either ClientSecret or ClientKeyFile");
        return new Broker(
            section.Key,
            issuer!,
            Text(section, "ClientId"),
            string.IsNullOrEmpty(secret) ? null : secret,
            string.IsNullOrEmpty(keyFile) ? null : ReadKey(section, keyFile),
            section.GetSection("Scopes").Get<string[]>() ?? [],
            Text(section, "PersonalNumberClaim"),
            section["NameClaim"] ?? "name",
            section["LevelClaim"] ?? "acr",
            ReadLevels(section),
            Text(section, "Title:sv"),
            Text(section, "Title:en"));
    }

    // The values are often addresses, and a colon cannot stand in a key: so the level is the key and what the broker says the value.
    private static Dictionary<string, LevelOfAssurance> ReadLevels(IConfigurationSection section)
    {
        var levels = new Dictionary<string, LevelOfAssurance>(StringComparer.Ordinal);
        foreach (var level in section.GetSection("Levels").GetChildren())
        {
            Demand(LevelNames.Read(level.Key) != LevelOfAssurance.Unspecified, section, $":Levels:{level.Key}", "is no level: low, substantial, high");
            foreach (var value in level.Get<string[]>() ?? [])
            {
                Demand(levels.TryAdd(value, LevelNames.Read(level.Key)), section, $":Levels:{level.Key}", "repeats a value");
            }
        }

        Demand(levels.Count > 0, section, ":Levels", "must say which values stand for low, substantial and high");
        return levels;
    }

    private static SigningCredentials ReadKey(IConfigurationSection section, string file)
    {
        Demand(File.Exists(file), section, ":ClientKeyFile", "names no file");
        var key = ClientAssertion.ReadKey(File.ReadAllText(file));
        Demand(key is not null, section, ":ClientKeyFile", "holds no private key (PEM without a password, EC P-256 or RSA)");
        return key!;
    }

    private static bool IsSafe(Uri issuer, bool mayBePlainOnLoopback) =>
        issuer.Scheme == Uri.UriSchemeHttps || (mayBePlainOnLoopback && issuer is { Scheme: "http", IsLoopback: true });

    private static string Text(IConfigurationSection section, string key)
    {
        Demand(!string.IsNullOrWhiteSpace(section[key]), section, $":{key}", "is missing");
        return section[key]!;
    }

    private static void Demand(bool holds, IConfigurationSection section, string key, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Configuration {section.Path}{key} {problem}.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,30}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
