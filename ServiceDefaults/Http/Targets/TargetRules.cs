using System.Net;
using System.Net.Sockets;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Which addresses somebody from outside may name for us to call: the public internet by https, never our own network.</summary>
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

    /// <summary>What wraps an IPv4 address where a network has no other (RFC 6052).</summary>
    private static readonly IPNetwork s_translated = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] s_special6 =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Whether the address is one of the public internet's. Anything that could lead inside by another notation is not.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        else if (s_translated.Contains(address)) address = new IPAddress(address.GetAddressBytes().AsSpan(12, 4));
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !s_inside.Any(n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => s_public6.Contains(address) && !s_special6.Any(n => n.Contains(address)),
            _ => false,
        };
    }

    /// <summary>What is wrong with an address; null when it may be used. Where it leads is checked again when connecting (<see cref="GuardedConnection"/>).</summary>
    /// <param name="allowPrivate">Also http, any port and our own network.</param>
    /// <param name="ports">The ports it may name; any when there are none.</param>
    public static string? Objection(string url, bool allowPrivate, params ReadOnlySpan<int> ports)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return "The url is not a complete address.";
        if (uri.UserInfo.Length > 0) return "The url must not hold a user name or password.";
        if (uri.Fragment.Length > 0) return "The url must not hold a fragment.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(allowPrivate && uri.Scheme == Uri.UriSchemeHttp)) return "The url must begin with https.";
        if (allowPrivate) return null;
        if (ports.Length > 0 && !ports.Contains(uri.Port)) return $"The url's port must be {string.Join(" or ", ports.ToArray())}.";
        if (IPAddress.TryParse(uri.IdnHost, out var address) && !IsPublic(address)) return "The url must lead to the public internet.";
        return uri.IsLoopback ? "The url must lead to the public internet." : null;
    }
}
