using System.Net;
using System.Net.Sockets;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>
/// Where webhooks may be. What is sent there is sent from inside the installation, so an address that leads back into it, or into
/// the network around it, is refused: when it is registered by its form, and at every connection by what the name leads to then.
/// </summary>
public static class WebhookAddress
{
    private const int Longest = 500;

    /// <summary>What is not the public Internet: this host, private and shared nets, link-local, documentation, benchmarks, multicast, reserved.</summary>
    private static readonly IPNetwork[] Refused4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within the global addresses: protocol assignments with tunnels of IPv4, documentation.</summary>
    private static readonly IPNetwork[] Refused6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(text => IPNetwork.Parse(text))];

    /// <summary>Checks an address that is to be registered.</summary>
    /// <param name="allowLoopback">Tests and local development: also this host, in plain http.</param>
    public static void Check(Fields fields, string url, bool allowLoopback)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IsPlain(url, uri) || !HasScheme(uri, allowLoopback))
        {
            fields.Fault("url", "must be a whole https address without user and fragment");
        }
        else if (IPAddress.TryParse(uri.DnsSafeHost, out var address) && !MayBeCalled(address, allowLoopback))
        {
            fields.Fault("url", "leads into a private network");
        }
    }

    /// <summary>Something may be sent to the address.</summary>
    public static bool MayBeCalled(IPAddress address, bool allowLoopback)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (allowLoopback && IPAddress.IsLoopback(plain))
        {
            return true;
        }

        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !Refused4.Any(net => net.Contains(plain))
            : Global6.Contains(plain) && !Refused6.Any(net => net.Contains(plain));
    }

    private static bool IsPlain(string url, Uri uri) =>
        url.Length <= Longest && url.All(c => char.IsAscii(c) && !char.IsControl(c)) && uri is { UserInfo.Length: 0, Fragment.Length: 0 };

    private static bool HasScheme(Uri uri, bool allowLoopback) =>
        uri.Scheme == Uri.UriSchemeHttps || (allowLoopback && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}
