using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Where services are, by Aspire's contract: <c>services:intake:http:0</c>, <c>:1</c> and so on (or <c>https</c>).
/// Microsoft.Extensions.ServiceDiscovery does the same and more; this is the part that is used here.
/// </summary>
public sealed class ServiceAddresses : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ConcurrentDictionary<string, Uri[]> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly IDisposable _reload;
    private int _turn;

    /// <summary>Reads addresses as they are asked for, and again after the configuration was reloaded.</summary>
    public ServiceAddresses(IConfiguration configuration)
    {
        _configuration = configuration;
        _reload = ChangeToken.OnChange(configuration.GetReloadToken, _known.Clear);
    }

    /// <summary>Every configured address of a service, in order; empty when the name is no service's.</summary>
    public IReadOnlyList<Uri> Of(string name) => _known.GetOrAdd(name, Read);

    /// <summary>One address, in turn; null when the name is no service's.</summary>
    public Uri? Next(string name)
    {
        var all = _known.GetOrAdd(name, Read);
        return all.Length == 0 ? null : all[(uint)Interlocked.Increment(ref _turn) % (uint)all.Length];
    }

    public void Dispose() => _reload.Dispose();

    private Uri[] Read(string name)
    {
        var section = _configuration.GetSection("services").GetSection(name);
        var http = section.GetSection("http").GetChildren().ToList();
        var found = http.Count > 0 ? http : section.GetSection("https").GetChildren();
        return [.. found.Where(c => !string.IsNullOrEmpty(c.Value)).Select(c => new Uri(c.Value!, UriKind.Absolute))];
    }
}
