using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ServiceMesh.ServiceDefaults;

internal static class HealthExtensions
{
    public static void AddDefaultHealthChecks(this IHostApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck("process", () => HealthCheckResult.Healthy(), ["live"]);

    /// <summary>
    /// /alive: the process; /ready: what answering HTTP needs (checks tagged "ready": the service's own database), which the
    /// gateway probes; /health: everything, the bus included, for AppHost and operators.
    /// </summary>
    public static void MapDefaultHealthChecks(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "/alive", "live");
        Map(endpoints, "/ready", "ready");
        Map(endpoints, "/health", null);
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, string? tag) =>
        endpoints.MapHealthChecks(path, new HealthCheckOptions
        {
            Predicate = check => tag is null || check.Tags.Contains(tag),
            AllowCachingResponses = false,
        }).AllowAnonymous().DisableHttpMetrics();
}
