using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ServiceMesh.Messaging;

/// <summary>Whether messages flow. It is no part of readiness: with the broker away the service still answers and keeps everything.</summary>
internal sealed class BusHealth(Relay relay, ConsumerService consumers, HandlerTable handlers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = (relay.Healthy, consumers.Healthy || handlers.EventTypes.Count == 0) switch
        {
            (true, true) => HealthCheckResult.Healthy(),
            (false, true) => HealthCheckResult.Degraded("The publishing bus is not connected; events wait in the outbox."),
            (true, false) => HealthCheckResult.Degraded("The consuming bus is not connected; events wait at the broker."),
            (false, false) => HealthCheckResult.Degraded("The broker is not connected."),
        };
        return Task.FromResult(result);
    }
}
