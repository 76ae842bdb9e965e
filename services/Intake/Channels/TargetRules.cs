using System.Net;
using System.Net.Sockets;

namespace ServiceMesh.Intake.Channels;

/// <summary>Where outbound messages may go: https to public addresses, unless private targets are allowed.</summary>
public static class TargetRules
{
    private static readonly IPNetwork[] s_inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Null when the address may be stored, else what is wrong with it. The connection is checked again when it is made.</summary>
    public static string? Fault(string url, bool allowPrivate)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Host.Length == 0)
            return "It must be an absolute address.";
        if (target.Scheme != Uri.UriSchemeHttps && !(allowPrivate && target.Scheme == Uri.UriSchemeHttp))
            return "It must begin with https://.";
        if (target.UserInfo.Length > 0)
            return "It must not hold a user name or password.";
        if (target.Fragment.Length > 0)
            return "It must not hold a fragment.";
        if (allowPrivate)
            return null;
        if (target.IsLoopback || (IPAddress.TryParse(target.IdnHost, out var address) && !IsPublic(address)))
            return "It must not point into a private network.";
        return null;
    }

    /// <summary>Whether an address is one of the public internet's: not loopback, private, link-local, shared, reserved or multicast.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Embedded(address) is { } inner)
            return IsPublic(inner);
        return !s_inside.Any(n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }

    /// <summary>The IPv4 address inside NAT64 (64:ff9b::/96) and 6to4 (2002::/16) addresses.</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..])
            return new IPAddress(bytes.AsSpan(12, 4));
        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }
}
