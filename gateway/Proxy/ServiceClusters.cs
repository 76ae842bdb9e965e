using System.Net;
using ServiceMesh.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.SessionAffinity;

namespace ServiceMesh.Gateway.Proxy;

/// <summary>Where the services are, by service discovery, and how their health is known.</summary>
internal static class ServiceClusters
{
    /// <summary>A Desk's circuit says something every 15 s; this is for what it must survive.</summary>
    private static readonly TimeSpan DeskTimeout = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<ClusterConfig> From(ServiceAddresses addresses, ProxyOptions options) =>
        [.. ServiceRoutes.Services.Append(ServiceRoutes.Desk).Select(name => Cluster(name, addresses.Of(name), TimeSpan.FromSeconds(options.ServiceTimeoutSeconds)))];

    private static ClusterConfig Cluster(string name, IReadOnlyList<Uri> addresses, TimeSpan timeout)
    {
        var isDesk = name == ServiceRoutes.Desk;
        return new ClusterConfig
        {
            ClusterId = name,
            Destinations = addresses.Select((address, i) => (address, i)).ToDictionary(
                d => $"{name}-{d.i}", d => new DestinationConfig { Address = d.address.ToString() }),
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            HttpRequest = new ForwarderRequestConfig
            {
                ActivityTimeout = isDesk ? DeskTimeout : timeout,
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            },
            HealthCheck = new HealthCheckConfig
            {
                Active = new ActiveHealthCheckConfig
                {
                    Enabled = true,
                    Path = "/ready",
                    Interval = TimeSpan.FromSeconds(5),
                    Timeout = TimeSpan.FromSeconds(3),
                    Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                },
                Passive = new PassiveHealthCheckConfig
                {
                    Enabled = true,
                    Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                    ReactivationPeriod = TimeSpan.FromSeconds(5),
                },
                // When probes say that none is well, trying is better than refusing: a real failure still shows as 502.
                AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            },
            SessionAffinity = isDesk
                ? new SessionAffinityConfig
                {
                    Enabled = true,
                    Policy = SessionAffinityConstants.Policies.Cookie,
                    FailurePolicy = SessionAffinityConstants.FailurePolicies.Redistribute,
                    AffinityKeyName = "sm_desk",
                    Cookie = new SessionAffinityCookieConfig
                    {
                        HttpOnly = true, SameSite = SameSiteMode.Lax, SecurePolicy = CookieSecurePolicy.SameAsRequest, IsEssential = true,
                    },
                }
                : null,
        };
    }
}
