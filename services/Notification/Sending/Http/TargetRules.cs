using System.Net;
using System.Net.Sockets;

namespace ServiceMesh.Notification.Sending.Http;

/// <summary>Which targets a tenant may name: the public internet by https, never our own network.</summary>
public static class TargetRules
{
    private static readonly IPNetwork[] s_inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork s_public6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] s_special6 =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Whether the address is one of the public internet's. Anything that could lead inside by another notation is not.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !s_inside.Any(n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => s_public6.Contains(address) && !s_special6.Any(n => n.Contains(address)),
            _ => false,
        };
    }

    /// <summary>What is wrong with a target's address; null when it may be used. Where it leads is checked again when connecting.</summary>
    public static string? Objection(string url, bool allowPrivate)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return "The url is not a complete address.";
        if (uri.UserInfo.Length > 0) return "The url must not hold a user name or password.";
        if (uri.Fragment.Length > 0) return "The url must not hold a fragment.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(allowPrivate && uri.Scheme == Uri.UriSchemeHttp)) return "The url must begin with https.";
        if (allowPrivate) return null;
        if (uri.Port is not (443 or 8443)) return "The url's port must be 443 or 8443.";
        if (IPAddress.TryParse(uri.DnsSafeHost, out var address) && !IsPublic(address)) return "The url must lead to the public internet.";
        return uri.IsLoopback ? "The url must lead to the public internet." : null;
    }
}
