using System.Net;
using Microsoft.Extensions.Options;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Sending.Http;

/// <summary>
/// What this installation lets tenants reach: the public internet, and what its operator opened by <c>Notification:AllowedTargets</c>
/// (networks like <c>10.20.0.0/16</c>, or host names like <c>sms.example.com</c>; those may also use http and any port).
/// </summary>
public sealed class TargetPolicy
{
    private readonly bool _allowPrivate;
    private readonly IPNetwork[] _networks;
    private readonly HashSet<string> _hosts;

    public TargetPolicy(IOptions<NotificationOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _allowPrivate = options.Value.AllowPrivateTargets;
        _networks = [.. options.Value.AllowedTargets.Where(t => IPNetwork.TryParse(t, out _)).Select(IPNetwork.Parse)];
        _hosts = [.. options.Value.AllowedTargets.Where(t => !IPNetwork.TryParse(t, out _)).Select(t => t.ToLowerInvariant())];
    }

    /// <summary>What is wrong with a target's address; null when it may be used. Where it leads is checked again when connecting.</summary>
    public string? Objection(string url)
    {
        var opened = _allowPrivate || Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && (_hosts.Contains(uri.DnsSafeHost.ToLowerInvariant()) || IPAddress.TryParse(uri.DnsSafeHost, out var address) && IsOpened(address));
        return TargetRules.Objection(url, opened, 443, 8443);
    }

    /// <summary>Whether a connection to this host, at these addresses, may be made.</summary>
    public bool Allows(string host, IReadOnlyCollection<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(host);
        return _allowPrivate || _hosts.Contains(host.ToLowerInvariant()) || addresses.All(a => TargetRules.IsPublic(a) || IsOpened(a));
    }

    private bool IsOpened(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, n => n.Contains(plain));
    }
}
