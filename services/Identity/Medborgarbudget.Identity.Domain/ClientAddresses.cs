using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>
/// What a third-party client may give as its addresses. They are compared to the letter later, so they are taken only as they will be
/// written then.
/// </summary>
public static class ClientAddresses
{
    public const int Most = 10;
    private const int Longest = 500;

    /// <summary>Checks where people are sent back to after signing in.</summary>
    public static void CheckRedirects(Fields fields, IReadOnlyList<string> addresses)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(addresses);
        CheckCount(fields, addresses, "redirectUris", least: 1);
        foreach (var (address, i) in addresses.Select((address, i) => (address, i)))
        {
            fields.Check(
                Read(address) is { } uri && uri.AbsoluteUri == address && uri.Fragment.Length == 0,
                $"redirectUris[{i}]",
                "must be a whole address without fragment: https, or http to the loopback address");
        }
    }

    /// <summary>Checks where the client's pages are. The issuer's own origin is nobody else's.</summary>
    public static void CheckOrigins(Fields fields, IReadOnlyList<string> origins, Uri issuer)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(issuer);
        CheckCount(fields, origins, "origins", least: 0);
        foreach (var (origin, i) in origins.Select((origin, i) => (origin, i)))
        {
            fields.Check(
                Read(origin) is { } uri && uri.GetLeftPart(UriPartial.Authority) == origin,
                $"origins[{i}]",
                "must be an origin as browsers write it, https://host or https://host:port, or http with the loopback address");
            fields.Check(origin != issuer.GetLeftPart(UriPartial.Authority), $"origins[{i}]", "is the origin of this installation");
        }
    }

    /// <summary>True for the addresses of the user's own machine, where a program of hers listens.</summary>
    public static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp;

    private static void CheckCount(Fields fields, IReadOnlyList<string> addresses, string field, int least)
    {
        fields.Check(addresses.Count >= least && addresses.Count <= Most, field, $"must be {least} to {Most}");
        fields.Check(addresses.Distinct(StringComparer.Ordinal).Count() == addresses.Count, field, "names one twice");
    }

    private static Uri? Read(string address) =>
        address.Length <= Longest && address.All(c => char.IsAscii(c) && !char.IsControl(c))
            && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host is "127.0.0.1" or "[::1]" or "localhost"))
            ? uri
            : null;
}
