using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Gateway.Proxy;

/// <summary>The section <c>Gateway</c>, as far as it is about the services behind.</summary>
public sealed class ProxyOptions
{
    /// <summary>How long a service may be silent in the middle of a request, in seconds; then the answer is 504 <c>service.timeout</c>.</summary>
    [Range(1, 3600)]
    public int ServiceTimeoutSeconds { get; set; } = 30;
}
